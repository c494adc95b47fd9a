import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { editorOf, expectSaved, newLineAtTheEnd } from '../support/writing.ts';

let server: TestServer;

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(() => server.stop());

/** What axe finds, and how far a page goes sideways on the narrowest phone. */
async function faultsOf(page: Page): Promise<string[]> {
	const found = await violationsInBothThemes(page);
	const wide = page.viewportSize() ?? { width: 1440, height: 900 };
	await page.setViewportSize({ width: 320, height: 800 });
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	await page.setViewportSize(wide);
	return overflow > 0 ? [...found, `scrolls sideways by ${overflow} px`] : found;
}

const LINE = 'Les cabinets ferment et les internes cherchent un logement. '.repeat(60);

const part = (title: string, lines: number): string => `# ${title}\n\n${`${LINE}\n\n`.repeat(lines)}`;

const fileOf = (text: string) => ({
	name: 'rapport.md',
	mimeType: 'text/markdown',
	buffer: Buffer.from(text),
});

/** A note from a file. @returns its id */
async function noteOf(context: BrowserContext, text: string): Promise<string> {
	const made = await context.request.post('/api/departements/64/documents/import', {
		headers: { origin: server.origin },
		multipart: { file: fileOf(text) },
	});
	expect(made.status()).toBe(201);
	return ((await made.json()) as { id: string }).id;
}

/** So long that its authors are warned, once a second file is added: no file may bring as much. */
async function largeNote(context: BrowserContext): Promise<string> {
	const id = await noteOf(context, `${part('Introduction', 1)}${part('Les cantons', 250)}`);
	const added = await context.request.post(`/64/documents/importer?document=${id}`, {
		headers: { origin: server.origin },
		multipart: { file: fileOf(part('Les communes', 60)), part: '' },
	});
	expect(added.status()).toBe(200);
	return id;
}

test('a document over 1 MB says so and is split by its parts; what is left takes what one writes', async ({
	browser,
}) => {
	test.setTimeout(180_000);
	const { context, page } = await openAs(browser, server.origin, 'mayor');
	const id = await largeNote(context);
	await page.goto(`/64/documents/${id}`);
	await expect(editorOf(page)).toHaveAttribute('contenteditable', 'true');
	await expect(page.getByText('Ce document approche de sa taille maximale')).toBeVisible();
	await page.getByRole('link', { name: 'Scinder par section' }).first().click();

	await expect(page.getByRole('heading', { name: 'Scinder par section' })).toBeVisible();
	await expect(page.getByText(/occupe environ 1,\d/)).toBeVisible();
	await page.getByRole('checkbox', { name: /Les cantons/ }).focus();
	await page.keyboard.press('Space');
	await expect(page.getByRole('status').filter({ hasText: 'quitte ce document' })).toContainText('%');
	expect(await faultsOf(page)).toEqual([]);
	await page.getByRole('button', { name: 'Scinder' }).press('Enter');
	await expect(page.getByText('Document créé.')).toBeVisible();
	await expect(page.getByText(/occupe environ 0,\d/)).toBeVisible();

	await page.getByRole('link', { name: 'voir ce qui reste' }).click();
	await expect(editorOf(page)).toHaveAttribute('contenteditable', 'true');
	await expect(editorOf(page).locator('h2')).toHaveText(['Introduction', 'Les cantons', 'Les communes']);
	await newLineAtTheEnd(page);
	await page.keyboard.insertText('Suite.');
	await expectSaved(page);
	await editorOf(page).getByRole('link', { name: 'Les cantons' }).scrollIntoViewIfNeeded();
	const href = await editorOf(page).getByRole('link', { name: 'Les cantons' }).getAttribute('href');
	expect(href).toMatch(new RegExp(`^${server.origin}/64/documents/[0-9a-f-]{36}$`));
	const moved = await context.request.get(`/api/documents/${href?.split('/').at(-1)}/content`);
	expect((await moved.text()).split('"type":"paragraph"')).toHaveLength(251);
	await context.close();
});

test('a file of a long document shows how far it is, is left, and waits for whoever asked', async ({
	browser,
}) => {
	test.setTimeout(180_000);
	const { context, page } = await openAs(browser, server.origin, 'mayor');
	const id = await noteOf(context, part('Les cantons', 45));
	await page.goto(`/64/documents/${id}`);
	await expect(editorOf(page)).toHaveAttribute('contenteditable', 'true');
	await page.getByText('Exporter', { exact: true }).first().click();
	await page.getByRole('button', { name: 'PDF accessible (.pdf)' }).click();
	await expect(page.getByRole('heading', { name: 'Fichiers préparés' })).toBeVisible();
	await page.goto('/64');
	await page.goto(`/64/documents/${id}/exports`);
	const link = page.getByRole('link', { name: /^Télécharger/ });
	await expect(link).toBeVisible({ timeout: 90_000 });
	expect(await faultsOf(page)).toEqual([]);
	const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
	expect(download.suggestedFilename()).toMatch(/\.pdf$/);
	const stranger = await openAs(browser, server.origin, 'professional');
	const answer = await stranger.context.request.get((await link.getAttribute('href')) ?? '');
	expect(answer.status()).toBe(404);
	await stranger.context.close();
	await context.close();
});
