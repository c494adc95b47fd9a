import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { openAs } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startServer();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

/** A first visit: nothing keeps the code on the device yet. */
async function openFirst(browser: Parameters<typeof openAs>[0], path: string): Promise<Page> {
	const { context, page } = await openAs(browser, server.origin, 'facilitator', { serviceWorkers: 'block' });
	opened.push(context);
	await page.goto(path);
	await page.waitForLoadState('networkidle');
	return page;
}

const cutCode = (page: Page) => page.route('**/_app/**', (route) => route.abort());
const toast = (page: Page) => page.getByText('Une partie de cette page n’est pas arrivée');

test('a filter whose code does not come says so, and comes when it is asked for again', async ({
	browser,
}) => {
	const page = await openFirst(browser, '/64/internes');
	await cutCode(page);
	const filter = page.getByRole('button', { name: 'Filtre' });
	await filter.click();
	await expect(toast(page)).toBeVisible();
	await filter.click();
	await expect(toast(page)).toHaveCount(1);
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await page.unroute('**/_app/**');
	await filter.click();
	await expect(page.getByRole('dialog', { name: 'Filtrer les fiches' })).toBeVisible();
});

test('an action is added once the page is there again; a link that one only passes over says nothing', async ({
	browser,
}) => {
	const page = await openFirst(browser, '/64/plan');
	await cutCode(page);
	const asked = page.waitForEvent('requestfailed');
	await page.getByRole('link', { name: 'Membres' }).hover();
	await asked;
	await page.evaluate(() => new Promise(requestAnimationFrame));
	await expect(toast(page)).toHaveCount(0);
	await page.getByRole('button', { name: 'Ajouter une action' }).click();
	await expect(toast(page)).toHaveCount(1);
	await page.unroute('**/_app/**');
	await page.getByRole('button', { name: 'Recharger la page' }).click();
	await expect(toast(page)).toHaveCount(0);
	await page.getByRole('button', { name: 'Ajouter une action' }).click();
	await expect(page.getByRole('dialog', { name: 'Ajouter une action' })).toBeVisible();
});
