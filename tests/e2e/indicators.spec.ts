import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { openAs } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.describe.configure({ timeout: 120_000 });
test.beforeAll(async () => {
	server = await startServer();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

async function openGrid(browser: Browser, code: string): Promise<Page> {
	const { context, page } = await openAs(browser, server.origin, 'urps');
	opened.push(context);
	await page.goto(`/${code}/indicateurs/saisie?rythme=yearly`);
	await expect(page.getByRole('heading', { level: 1, name: 'Saisie des indicateurs' })).toBeVisible();
	// The grid answers the keyboard once the page lives.
	await expect(page.locator('form.live')).toBeVisible();
	return page;
}

/** Cells by their row and column: years 2021 to 2026 in the demonstration's time are the columns 0 to 5. */
const cell = (page: Page, row: number, column: number) =>
	page.locator(`input[data-row="${row}"][data-column="${column}"]`);

test('values are entered by the keyboard in two départements, pasted with a preview, and never over somebody else’s', async ({
	browser,
}) => {
	const page = await openGrid(browser, '40');
	await cell(page, 1, 0).focus();
	await page.keyboard.type('12');
	await page.keyboard.press('Enter');
	await expect(cell(page, 2, 0)).toBeFocused();
	await page.keyboard.type('beaucoup');
	await expect(page.getByText('Écrivez un nombre, par exemple 63 ou 63,5.')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(cell(page, 2, 0)).toHaveValue('');
	await page.keyboard.press('ArrowRight');
	await expect(cell(page, 2, 1)).toBeFocused();
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('ArrowUp');
	await expect(cell(page, 1, 0)).toBeFocused();
	await expect(cell(page, 1, 0)).toHaveValue('12');

	await cell(page, 1, 1).evaluate((input) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', '13\tn. c.\n21\t22');
		input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	});
	const dialog = page.getByRole('dialog', { name: 'Coller dans la grille' });
	await expect(dialog.getByText('3 cases seront remplies, 1 est refusée.')).toBeVisible();
	await expect(
		dialog.getByRole('cell', { name: 'Écrivez un nombre, par exemple 63 ou 63,5.' }),
	).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await dialog.getByRole('button', { name: 'Remplir 3 cases' }).press('Enter');
	await expect(page.getByText('4 cases à enregistrer')).toBeVisible();

	// Meanwhile, elsewhere, the same cell.
	const other = await openGrid(browser, '40');
	await cell(other, 1, 0).focus();
	await other.keyboard.type('14');
	await other.keyboard.press('Control+Enter');
	await expect(other.getByText('Une valeur enregistrée.')).toBeVisible();

	await cell(page, 1, 0).focus();
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText(/a\s+enregistré\s+14\s%,\s+vous\s+avez\s+saisi\s+12/)).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.getByRole('button', { name: /^Corriger en 12/ }).click();
	await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
	await expect(page.getByText('4 valeurs enregistrées.')).toBeVisible();
	await expect(cell(page, 1, 0)).toHaveValue('12');

	await page.goto('/64/indicateurs/saisie?rythme=yearly');
	await expect(page.locator('form.live')).toBeVisible();
	await cell(page, 1, 0).focus();
	await page.keyboard.type('31');
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText('Une valeur enregistrée.')).toBeVisible();
});

test('a file of values is compared, then written', async ({ browser }) => {
	const { context, page } = await openAs(browser, server.origin, 'urps');
	opened.push(context);
	await page.goto('/40/indicateurs/importer');
	const text = 'Indicateur;2022;2023\nI8.3;70;72\nInconnu;1;\n';
	await page
		.getByLabel(/^Fichier/)
		.setInputFiles({ name: 'valeurs.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
	await page.getByRole('button', { name: 'Comparer avec les valeurs' }).click();
	await expect(page.getByText('valeurs.csv : 2 valeurs à écrire, 1 refusée.')).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.getByRole('button', { name: 'Enregistrer les 2 valeurs' }).click();
	await expect(page.getByText('2 valeurs enregistrées.')).toBeVisible();
});
