import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { editorOf, openDiagnosis } from '../support/writing.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

const DESKS = [
	{ width: 1440, height: 900 },
	{ width: 1280, height: 800 },
];
const PHONE = { width: 390, height: 844 };

const FORMATS = ['Gras', 'Italique', 'Barré', 'Surligné', 'Lien'];
const BLOCKS = ['Liste à puces', 'Liste numérotée', 'Liste de tâches', 'Citation'];

const nameOf = async (button: Locator): Promise<string> =>
	await button.evaluate((one) => one.ariaLabel ?? one.textContent.trim());

/** Every tool is a button that one sees, or stands in a menu of the bar; the arrows go over the buttons and come back to the first. */
async function expectAllInReach(page: Page): Promise<void> {
	const bar = page.getByRole('toolbar', { name: 'Mise en forme' });
	const buttons = await Promise.all((await bar.getByRole('button').all()).map(nameOf));
	expect(buttons.slice(-2)).toEqual(['Annuler ma modification', 'Rétablir ma modification']);
	for (const button of await bar.getByRole('button').all()) {
		await expect(button).toBeInViewport({ ratio: 1 });
		const [box, target] = [await button.boundingBox(), page.viewportSize()?.width === PHONE.width ? 44 : 40];
		expect(box?.height).toBeGreaterThanOrEqual(target);
	}
	const menus: string[] = [];
	for (const menu of ['Plus d’outils', 'Insérer']) {
		if (!buttons.includes(menu)) continue;
		await bar.getByRole('button', { name: menu }).click();
		menus.push(...(await page.getByRole('menuitem').allTextContents()).map((text) => text.trim()));
		await page.keyboard.press('Escape');
	}
	for (const tool of [...FORMATS, ...BLOCKS]) expect([...buttons, ...menus]).toContain(tool);
	expect([...buttons, ...menus].join()).toMatch(/Tableau|Ajouter un tableau/);
	expect(menus.join()).toContain('Chiffre vivant');

	await editorOf(page).focus();
	await page.keyboard.press('Alt+F10');
	await page.keyboard.press('Home');
	const walked: string[] = [];
	for (const _ of buttons) {
		walked.push(await nameOf(page.locator(':focus')));
		await page.keyboard.press('ArrowRight');
	}
	expect(walked).toEqual(buttons);
	await expect(bar.getByRole('button').first()).toBeFocused();
}

test('every tool of the bar is in reach on a desk, beside the comments too, and on a phone', async ({
	browser,
}) => {
	const { context, page } = await openAs(browser, server.origin, 'mayor');
	const phone = await openAs(browser, server.origin, 'mayor', {
		viewport: PHONE,
		hasTouch: true,
		isMobile: true,
	});
	opened.push(context, phone.context);
	await openDiagnosis(page);
	for (const size of DESKS) {
		await page.setViewportSize(size);
		await expectAllInReach(page);
		await page.getByRole('button', { name: /^Commentaires/ }).click();
		await expect(page.getByRole('complementary', { name: 'Commentaires' })).toBeVisible();
		await expectAllInReach(page);
		await page.getByRole('button', { name: 'Fermer' }).click();
	}
	await phone.page.goto('/64/diagnostic');
	await phone.page.getByRole('button', { name: 'Modifier' }).click();
	await expectAllInReach(phone.page);
	const quotes = editorOf(phone.page).locator('blockquote');
	const before = await quotes.count();
	await phone.page.getByRole('button', { name: 'Plus d’outils' }).click();
	await phone.page.getByRole('menuitem', { name: 'Citation' }).click();
	await expect(quotes).toHaveCount(before + 1);
	await phone.page.getByRole('button', { name: 'Annuler ma modification' }).click();
	await expect(quotes).toHaveCount(before);
});

test('« Exporter » unfolds in sight, on a desk and on a phone', async ({ browser }) => {
	for (const size of [...DESKS, PHONE]) {
		const isDesk = size !== PHONE;
		const { context, page } = await openAs(browser, server.origin, 'mayor', {
			viewport: size,
			hasTouch: !isDesk,
		});
		opened.push(context);
		await page.goto('/64/diagnostic');
		const main = page.getByRole('main');
		if (!isDesk) await main.locator('summary', { hasText: 'Sommaire' }).click();
		const summary = main.locator('summary:visible', { hasText: 'Exporter' });
		await summary.click();
		const links = summary.locator('xpath=..').getByRole('link');
		expect(await links.count()).toBeGreaterThan(2);
		const annex = page.getByLabel('Avec les commentaires en annexe').locator('visible=true');
		for (const one of [...(await links.all()), annex]) {
			await expect(one).toBeInViewport({ ratio: 1 });
			// Nothing covers it.
			await one.click({ trial: true });
		}
		await links.last().focus();
		await page.keyboard.press('Escape');
		await expect(links.first()).toBeHidden();
		if (isDesk) await expect(summary).toBeFocused();
	}
});
