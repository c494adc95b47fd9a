import { expect, test, type BrowserContext, type Page, type Request } from '@playwright/test';
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

/**
 * Sends a form and follows a link before its answer is there, on a line where the page asked for comes last: what the answer refreshes must
 * not take the click back.
 */
async function followWhileSending(
	page: Page,
	{ button, link }: { button: string; link: string },
): Promise<void> {
	const isForm = (request: Request) => request.method() === 'POST';
	const isData = (url: URL) => url.pathname.endsWith('/__data.json');
	const asked = page.waitForRequest((request) => isData(new URL(request.url())));
	const answered = page.waitForResponse((response) => isForm(response.request()));
	await page.route(
		() => true,
		async (route) => {
			const request = route.request();
			if (isForm(request)) await asked;
			else if (isData(new URL(request.url()))) await (await answered).finished();
			await route.continue();
		},
	);
	await page.getByRole('button', { name: button }).click();
	await page.getByRole('link', { name: link }).click();
	await answered;
	await expect(page).toHaveURL(/etape=5/);
	await page.unrouteAll({ behavior: 'wait' });
}

test('the URPS imports a dirty file of 3,000 doctors, mends it, compares a duplicate, and undoes the batch', async ({
	browser,
}) => {
	test.setTimeout(240_000);
	const { context, page } = await openAs(browser, server.origin, 'urps');
	opened.push(context);
	const clean = doctorRows(ROWS, COMMUNES, 7);
	const { rows, wrong } = dirty(clean, EVERY);

	await test.step('brings a file in Latin-1, as an old directory writes it', async () => {
		await bring(page, rows, 'latin1');
		await expect(page.getByText('texte libre, non montré')).toBeVisible();
		expect(await violationsInBothThemes(page)).toEqual([]);
	});

	await test.step('sees what is wrong in it', async () => {
		await page.getByRole('button', { name: 'Contrôler les lignes' }).click();
		await expect(page.getByText(`${wrong.length} lignes sur 3 000 demandent un choix.`)).toBeVisible({
			timeout: 120_000,
		});
		await axeAtBothWidths(page);
	});

	await test.step('mends one cell, then those that are certain', async () => {
		await page.getByRole('button', { name: /^Écrire 14\/03\/1951/ }).click();
		await expect(page.getByText(`${wrong.length - 1} lignes sur 3 000`)).toBeVisible();
		await page.getByRole('button', { name: 'Appliquer les corrections sûres' }).click();
		await expect(page.getByRole('button', { name: 'Appliquer les corrections sûres' })).toHaveCount(0);
		await expect(page.getByRole('button', { name: /^Écrire \S/ })).toHaveCount(0);
	});

	await test.step('leaves out what a record can do without, and goes on at once', async () => {
		await followWhileSending(page, { button: 'Laisser vides', link: 'Passer à l’import' });
		await expect(page.getByRole('listitem').filter({ hasText: '2 995 fiches nouvelles' })).toBeVisible();
		await expect(page.getByText('5 lignes laissées de côté')).toBeVisible();
	});

	let first = '';
	await test.step('writes the batch in the registry', async () => {
		await page.getByRole('button', { name: 'Écrire dans le registre' }).click();
		await expect(page.getByRole('heading', { name: 'Annuler ce lot' })).toBeVisible({ timeout: 120_000 });
		expect(await violationsInBothThemes(page)).toEqual([]);
		await expect(page.getByText(/Lot 1\s: 2\s99\d fiches écrites/).first()).toBeVisible();
		first = page.url();
	});

	await test.step('compares the same person with another telephone, field by field', async () => {
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
	});

	await test.step('undoes the first batch: what the second has changed since stays', async () => {
		await page.goto(first);
		await page.getByRole('button', { name: 'Annuler ce lot' }).click();
		await expect(page.getByRole('heading', { name: 'Lot annulé' })).toBeVisible({ timeout: 120_000 });
		await expect(page.getByText('Laissées telles quelles, parce qu’elles ont changé depuis')).toBeVisible();
	});
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
