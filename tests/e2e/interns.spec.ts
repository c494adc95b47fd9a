import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { openAs, type Person } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.describe.configure({ timeout: 120_000 });
test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

async function openRegistry(
	browser: Parameters<typeof openAs>[0],
	person: Person,
	path = '/64/internes',
): Promise<Page> {
	const { context, page } = await openAs(browser, server.origin, person);
	opened.push(context);
	await page.goto(path);
	await expect(page.getByRole('heading', { level: 1, name: 'Internes accueillis' })).toBeVisible();
	return page;
}

const rows = (page: Page): Locator => page.locator('tbody tr:not(.gap)');
const panel = (page: Page): Locator => page.getByRole('complementary', { name: /^Fiche/ });

test('a facilitator writes in the table and in a record, the URPS saves meanwhile, the mayor reads her communes', async ({
	browser,
}) => {
	const page = await openRegistry(browser, 'facilitator');
	await page.getByRole('link', { name: /^Arrivés en novembre/ }).click();
	await expect(page.getByText('Semestre : novembre 2026')).toBeVisible();
	await expect(rows(page)).toHaveCount(24);

	// F2 writes in the table: the cell is a list, Entrée saves it.
	const housing = rows(page).first().locator('[data-key="housing"]');
	await expect(async () => {
		await housing.focus();
		await expect(housing).toBeFocused({ timeout: 500 });
	}).toPass();
	await page.keyboard.press('F2');
	const choice = page.getByRole('combobox', { name: /^Logement, / });
	await expect(choice).toBeFocused();
	await choice.selectOption('Personnel');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Fiche enregistrée.')).toBeVisible();
	await expect(housing).toHaveText('Personnel');

	// Two people in one record: nothing is overwritten.
	await rows(page).first().getByRole('rowheader').getByRole('link').click();
	await expect(panel(page)).toBeVisible();
	const other = await openRegistry(browser, 'urps', new URL(page.url()).pathname);
	const also = (seen: Page): Locator => panel(seen).getByRole('list', { name: 'Aussi sur cette fiche' });
	await expect(also(page)).toContainText('Maïté Irigoyen a cette fiche ouverte');
	await expect(also(other)).toContainText('a cette fiche ouverte');
	await page.getByRole('button', { name: 'Modifier la fiche' }).click();
	await other.getByRole('button', { name: 'Modifier la fiche' }).click();
	await other.getByRole('combobox', { name: 'Logement (facultatif)', exact: true }).selectOption('Trouvé');
	await other.getByRole('button', { name: 'Enregistrer la fiche' }).click();
	await expect(other.getByText('Fiche enregistrée.')).toBeVisible();
	await page.getByRole('combobox', { name: 'Logement (facultatif)', exact: true }).selectOption('Internat');
	await page.getByRole('button', { name: 'Enregistrer la fiche' }).click();
	const dialog = page.getByRole('dialog', { name: 'Laquelle garder ?' });
	await expect(dialog).toBeVisible();
	await dialog.getByRole('button', { name: 'Prendre toute sa version' }).click();
	await expect(dialog).toHaveCount(0);
	await expect(housing).toHaveText('Trouvé');
	await panel(page).getByRole('tab', { name: 'Historique' }).click();
	await expect(panel(page).getByText('Logement').first()).toBeVisible();

	// Columns in the order one wants, by keyboard: the address keeps it.
	await page.locator('summary[aria-label="Choisir les colonnes"]').press('Enter');
	await page.getByRole('button', { name: 'Avancer « Logement »' }).press('Enter');
	await expect(page).toHaveURL(/colonnes=commune%2Chousing%2Clevel/);
	await expect(page.getByRole('button', { name: 'Avancer « Logement »' })).toBeFocused();
	await expect(page.locator('thead th').nth(2)).toHaveText('Logement');

	const mayor = await openRegistry(browser, 'mayor', '/64/internes?vue=tableau');
	await expect(mayor.getByText('Nom non partagé')).toBeVisible();
	await expect(mayor.getByRole('link', { name: 'Ajouter une fiche' })).toHaveCount(0);
	const shown = await rows(mayor).count();
	expect(shown).toBeLessThan(24);
	// What changes in her communes is there without asking.
	const text = await rows(mayor).first().getByRole('rowheader').innerText();
	await page.goto(`/64/internes?q=${encodeURIComponent(text.split(' ')[0] ?? '')}`);
	const site = rows(page).first().locator('[data-key="housing"]');
	await expect(async () => {
		await site.focus();
		await page.keyboard.press('F2');
		await expect(choice).toBeFocused({ timeout: 1_000 });
	}).toPass();
	await choice.selectOption('Internat');
	await page.keyboard.press('Enter');
	await expect(rows(mayor).first().locator('[data-key="housing"]')).toHaveText('Internat');
});

test('a new placement may have no name yet, and is refused by sentences', async ({ browser }) => {
	const { context, page } = await openAs(browser, server.origin, 'facilitator');
	opened.push(context);
	await page.goto('/64/internes/nouvelle');
	await page.getByRole('button', { name: 'Ajouter la fiche' }).click();
	await expect(page.getByText('Indiquez ce champ.').first()).toBeVisible();
	const commune = page.getByRole('combobox', { name: 'Commune du stage' });
	await commune.fill('mauleon');
	await page.getByRole('option', { name: /^Mauléon-Licharre/ }).click();
	await page.getByRole('textbox', { name: 'Début du stage' }).fill('02/11/2026');
	await page.getByRole('textbox', { name: 'Fin du stage' }).fill('30/04/2027');
	await page.getByRole('button', { name: 'Ajouter la fiche' }).click();
	await expect(page.getByRole('heading', { level: 2, name: 'Nom à venir' })).toBeVisible();
});
