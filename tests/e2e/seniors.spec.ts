import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { openAs, type Person } from '../support/people.ts';
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

async function openRegistry(
	browser: Parameters<typeof openAs>[0],
	person: Person,
	path = '/64/medecins',
): Promise<Page> {
	const { context, page } = await openAs(browser, server.origin, person);
	opened.push(context);
	await page.goto(path);
	await expect(page.getByRole('heading', { level: 1, name: 'Médecins de 60 ans et plus' })).toBeVisible();
	return page;
}

const rows = (page: Page): Locator => page.locator('tbody tr:not(.gap)');
const panel = (page: Page): Locator => page.getByRole('complementary', { name: /^Fiche du Dr/ });

test('a coordinator finds, opens, edits and follows up a doctor by the keyboard', async ({ browser }) => {
	const page = await openRegistry(browser, 'urps');
	await expect(page.getByText('238 fiches').first()).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);

	await page.getByRole('link', { name: /^Sans successeur/ }).click();
	await expect(page).toHaveURL(/filtres=successor/);
	const chip = page.getByText('Successeur : pas encore ou cherche');
	await expect(chip).toBeVisible();
	const first = rows(page).first();
	const name = (await first.getByRole('rowheader').innerText()).trim();

	// One tab stop, arrows from cell to cell, F2 writes in the table, Entrée opens the record.
	const link = first.getByRole('rowheader').getByRole('link');
	await expect(async () => {
		await link.focus();
		await page.keyboard.press('End');
		await page.keyboard.press('ArrowLeft');
		await expect(first.locator('[data-key="successor"]')).toBeFocused({ timeout: 500 });
	}).toPass();
	await page.keyboard.press('F2');
	const choice = page.getByRole('combobox', { name: /^Successeur, / });
	await expect(choice).toBeFocused();
	await choice.selectOption('Trouvé');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Fiche enregistrée.')).toBeVisible();
	await expect(page.getByRole('rowheader', { name, exact: true })).toHaveCount(0);

	const next = rows(page).first().getByRole('rowheader').getByRole('link');
	await next.focus();
	await page.keyboard.press('Enter');
	await expect(panel(page)).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);

	await panel(page).getByRole('tab', { name: 'Fiche' }).focus();
	await page.keyboard.press('ArrowRight');
	await panel(page).getByRole('button', { name: 'Ajouter une note' }).click();
	await panel(page)
		.getByRole('textbox', { name: 'Ce qui en est sorti' })
		.fill('Resterait deux ans avec une assistante.');
	await panel(page)
		.getByRole('textbox', { name: /^Prochaine étape/ })
		.fill('Rappeler');
	await panel(page).getByRole('button', { name: 'Ajouter au suivi' }).click();
	await panel(page).getByRole('tab', { name: 'Suivi' }).click();
	await expect(panel(page).getByText('Resterait deux ans avec une assistante.')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(panel(page)).toHaveCount(0);
});

test('two coordinators edit one record: nothing is overwritten, and each sees the other', async ({
	browser,
}) => {
	const one = await openRegistry(browser, 'urps');
	const id = (await rows(one).nth(3).getByRole('link').getAttribute('href'))?.split('/').at(-1);
	const other = await openRegistry(browser, 'urps', `/64/medecins/${id}`);
	await one.goto(`/64/medecins/${id}`);
	for (const page of [one, other]) {
		await panel(page).getByRole('button', { name: 'Modifier la fiche' }).click();
		await expect(panel(page).getByRole('combobox', { name: /^Successeur/ })).toBeVisible();
	}
	const write = async (page: Page, field: RegExp, text: string): Promise<void> =>
		panel(page).getByRole('textbox', { name: field }).fill(text);
	await write(one, /^Demi-journées/, '13');
	await panel(one).getByRole('button', { name: 'Enregistrer la fiche' }).click();
	await expect(one.getByText('Fiche enregistrée.')).toBeVisible();

	await write(other, /^Demi-journées/, '12');
	await write(other, /^Patientèle/, '1234');
	await panel(other).getByRole('button', { name: 'Enregistrer la fiche' }).click();
	const dialog = other.getByRole('dialog', { name: 'Laquelle garder ?' });
	await expect(dialog.getByRole('button', { name: 'Enregistrer ce choix' })).toBeFocused();
	await expect(dialog.getByRole('radiogroup')).toHaveCount(1);
	await expect(dialog.getByText('changé par vous seulement, il sera enregistré')).toBeVisible();
	expect(await violationsInBothThemes(other)).toEqual([]);
	await dialog.getByRole('button', { name: 'Enregistrer ce choix' }).click();

	// The first one's page follows by itself.
	const fact = (name: string): Locator =>
		panel(one)
			.locator('dl > div')
			.filter({ has: one.getByText(name, { exact: true }) })
			.locator('dd');
	await expect(fact('Demi-journées par semaine')).toContainText('12');
	await expect(fact('Patientèle')).toContainText(/1\s234 patients/);
});

test('a mayor sees what the doctors of her communes share, and members and the evaluator totals', async ({
	browser,
}) => {
	const mayor = await openRegistry(browser, 'mayor');
	await expect(rows(mayor).first()).toBeVisible();
	expect(await rows(mayor).count()).toBeLessThan(20);
	await expect(mayor.getByRole('link', { name: 'Ajouter une fiche' })).toHaveCount(0);
	await expect(mayor.getByRole('columnheader', { name: 'Contact' })).toHaveCount(0);
	await rows(mayor).first().getByRole('rowheader').getByRole('link').click();
	await expect(panel(mayor)).toBeVisible();
	await expect(panel(mayor).getByText('05 59')).toHaveCount(0);
	await expect(panel(mayor).getByRole('button', { name: 'Modifier la fiche' })).toHaveCount(0);
	expect(await violationsInBothThemes(mayor)).toEqual([]);

	for (const person of ['professional', 'evaluator'] as const) {
		const page = await openRegistry(browser, person);
		await expect(page.getByRole('heading', { name: 'Par année de départ envisagée' })).toBeVisible();
		await expect(page.getByText('arrondis à cinq')).toBeVisible();
		if (person === 'evaluator') expect(await violationsInBothThemes(page)).toEqual([]);
	}
});
