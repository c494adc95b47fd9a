import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { csvOf, dirty, doctorRows, DOCTOR_TITLES, type FileCommune } from '../support/doctor-files.ts';
import { openAs } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

const ROWS = 3_000;
const EVERY = 300;

const COMMUNES: FileCommune[] = [
	{ code: '64445', name: 'Pau' },
	{ code: '64430', name: 'Orthez' },
	{ code: '64371', name: 'Mauléon-Licharre' },
	{ code: '40088', name: 'Dax' },
];

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startServer();
});
test.afterAll(async () => {
	for (const context of opened) await context.close();
	await server.stop();
});

async function bring(
	page: Page,
	rows: readonly (readonly string[])[],
	encoding: BufferEncoding,
): Promise<void> {
	await page.goto('/64/medecins/importer');
	const buffer = Buffer.from(csvOf([DOCTOR_TITLES, ...rows]), encoding);
	await page
		.getByLabel('Fichier')
		.setInputFiles({ name: 'retraites_CDOM.csv', mimeType: 'text/csv', buffer });
	await page.getByRole('button', { name: 'Lire les colonnes' }).click();
	await expect(page.getByRole('combobox', { name: 'Champ pour RPPS' })).toHaveValue('rpps');
}

async function axeAtBothWidths(page: Page): Promise<void> {
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.setViewportSize({ width: 390, height: 844 });
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.setViewportSize({ width: 1440, height: 900 });
}

test('the URPS imports a dirty file of 3,000 doctors, mends it, compares a duplicate, and undoes the batch', async ({
	browser,
}) => {
	test.setTimeout(240_000);
	const { context, page } = await openAs(browser, server.origin, 'urps');
	opened.push(context);
	const clean = doctorRows(ROWS, COMMUNES, 7);
	const { rows, wrong } = dirty(clean, EVERY);

	// In Latin-1, as an old directory writes it.
	await bring(page, rows, 'latin1');
	await expect(page.getByText('texte libre, non montré')).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.getByRole('button', { name: 'Contrôler les lignes' }).click();
	await expect(page.getByText(`${wrong.length} lignes sur 3 000 demandent un choix.`)).toBeVisible({
		timeout: 120_000,
	});
	await axeAtBothWidths(page);

	await page.getByRole('button', { name: /^Écrire 14\/03\/1951/ }).click();
	await expect(page.getByText(`${wrong.length - 1} lignes sur 3 000`)).toBeVisible();
	await page.getByRole('button', { name: 'Appliquer les corrections sûres' }).click();
	await expect(page.getByRole('button', { name: /^Écrire / })).toHaveCount(0);
	await page.getByRole('button', { name: 'Laisser vides' }).click();
	await expect(page.getByRole('button', { name: /^Laisser vide,/ })).toHaveCount(0);

	await page.getByRole('link', { name: 'Passer à l’import' }).click();
	await page.getByRole('button', { name: 'Écrire dans le registre' }).click();
	await expect(page.getByRole('heading', { name: 'Annuler ce lot' })).toBeVisible({ timeout: 120_000 });
	expect(await violationsInBothThemes(page)).toEqual([]);
	await expect(page.getByText(/Lot 1\s: 2\s99\d fiches écrites/).first()).toBeVisible();
	const first = page.url();

	// The same person, with another telephone: compared field by field.
	const [again = []] = clean;
	await bring(page, [again.with(9, '06 00 00 00 01')], 'utf8');
	await page.getByRole('button', { name: 'Contrôler les lignes' }).click();
	await expect(page.getByRole('heading', { name: /doublon 1 sur 1/ })).toBeVisible();
	await axeAtBothWidths(page);
	await expect(page.getByRole('radio', { name: /06 00 00 00 01/ })).toBeChecked();
	await page.getByRole('button', { name: 'Fusionner ainsi' }).click();
	await expect(page.getByText('décidé')).toBeVisible();
	await page.getByRole('link', { name: 'Passer à l’import' }).click();
	await page.getByRole('button', { name: 'Écrire dans le registre' }).click();
	await expect(page.getByText(/Lot 2\s: 1 fiche écrite/).first()).toBeVisible();

	// What the second batch has changed since stays.
	await page.goto(first);
	await page.getByRole('button', { name: 'Annuler ce lot' }).click();
	await expect(page.getByRole('heading', { name: 'Lot annulé' })).toBeVisible({ timeout: 120_000 });
	await expect(page.getByText('Laissées telles quelles, parce qu’elles ont changé depuis')).toBeVisible();
});

test('a file that is none is told so; a mayor finds no such page', async ({ browser }) => {
	const urps = await openAs(browser, server.origin, 'urps');
	const mayor = await openAs(browser, server.origin, 'mayor');
	opened.push(urps.context, mayor.context);
	const { page } = urps;
	await page.goto('/64/medecins/importer');
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page
		.getByLabel('Fichier')
		.setInputFiles({ name: 'medecins.csv', mimeType: 'text/csv', buffer: Buffer.from([0, 1, 2, 0, 3, 0]) });
	await page.getByRole('button', { name: 'Lire les colonnes' }).click();
	await expect(page.getByText(/Ce fichier n’est ni un texte/)).toBeVisible();
	expect((await mayor.page.goto('/64/medecins/importer'))?.status()).toBe(404);
});
