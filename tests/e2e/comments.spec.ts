import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { editorOf, expectSaved, newLineAtTheEnd, openDiagnosis, selectBack } from '../support/writing.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

const panelOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Commentaires' });
const passageOf = (page: Page): Locator => editorOf(page).locator('.commented');
const tabOf = (page: Page): Locator => page.getByRole('button', { name: /^Commentaires/ });

test('a comment from the first word to its resolution: mention, reply by keyboard, text edited around and deleted', async ({
	browser,
}) => {
	const mayor = await openAs(browser, server.origin, 'mayor');
	const professional = await openAs(browser, server.origin, 'professional');
	const evaluator = await openAs(browser, server.origin, 'evaluator');
	opened.push(mayor.context, professional.context, evaluator.context);
	await openDiagnosis(mayor.page);
	await openDiagnosis(professional.page);
	await evaluator.page.goto('/64/diagnostic');
	await expect(tabOf(evaluator.page)).toBeVisible();

	await test.step('the keyboard alone: select, comment, name somebody', async () => {
		const { page } = mayor;
		await newLineAtTheEnd(page);
		await page.keyboard.type('Au printemps, trente cabinets');
		await expectSaved(page);
		await selectBack(page, 'trente cabinets'.length);
		await page.keyboard.press('Control+Alt+m');
		const field = panelOf(page).getByLabel('Votre commentaire');
		await expect(field).toBeFocused();
		await page.keyboard.type('D’où vient ce nombre, @ars');
		const list = panelOf(page).getByRole('listbox');
		await expect(list.getByRole('option').first()).toBeVisible();
		await page.keyboard.press('Enter');
		await expect(list).toBeHidden();
		await expect(field).toHaveValue(/@\S+/);
		await page.keyboard.press('Control+Enter');
		await expect(panelOf(page).getByRole('article')).toHaveCount(1);
		await expect(panelOf(page).getByRole('article')).toBeFocused();
		await expect(passageOf(page)).toHaveText('trente cabinets');
	});

	await test.step('others see it within a second or so, in the text and in the panel', async () => {
		for (const { page } of [professional, evaluator]) {
			await expect(passageOf(page)).toHaveText('trente cabinets');
			await expect(tabOf(page)).toHaveAccessibleName(/1 ouvert, 1 non lu/);
			await passageOf(page).click();
			await expect(panelOf(page).getByText('D’où vient ce nombre')).toBeVisible();
			await expect(tabOf(page)).toHaveAccessibleName(/1 ouvert$/);
		}
		const panel = panelOf(evaluator.page);
		await expect(panel.getByRole('button', { name: 'Répondre' })).toHaveCount(0);
		await expect(panel.getByRole('button', { name: 'Résoudre' })).toHaveCount(0);
		await expect(evaluator.page.getByRole('button', { name: 'Commenter' })).toHaveCount(0);
	});

	await test.step('a reply comes back', async () => {
		const panel = panelOf(professional.page);
		await panel.getByRole('button', { name: 'Répondre' }).click();
		await panel.getByLabel('Votre réponse').fill('De notre enquête.');
		await panel.getByRole('button', { name: 'Répondre' }).click();
		await expect(panelOf(mayor.page).getByText('De notre enquête.')).toBeVisible();
		expect(await violationsInBothThemes(professional.page)).toEqual([]);
	});

	await test.step('the passage follows the text that is written around it', async () => {
		const { page } = professional;
		await passageOf(page).click();
		await page.keyboard.press('End');
		await page.keyboard.type(' fermeront');
		await page.keyboard.press('Home');
		await page.keyboard.type('Donc ');
		await page.keyboard.press('Enter');
		for (const one of [mayor, professional, evaluator])
			await expect(passageOf(one.page)).toHaveText('trente cabinets');
	});

	await test.step('and is kept, with its words, when they are deleted', async () => {
		const { page } = professional;
		await page.keyboard.press('End');
		await page.keyboard.press('Shift+Home');
		await page.keyboard.press('Delete');
		for (const one of [mayor, professional, evaluator]) {
			await expect(passageOf(one.page)).toHaveCount(0);
			await expect(panelOf(one.page).getByText('Passage retiré du texte')).toBeVisible();
			await expect(panelOf(one.page).getByText('trente cabinets')).toBeVisible();
		}
		expect(await violationsInBothThemes(mayor.page)).toEqual([]);
	});

	await test.step('resolved, it is found under « Résolus » by everybody', async () => {
		await panelOf(mayor.page).getByRole('button', { name: 'Résoudre' }).click();
		await expect(tabOf(evaluator.page)).toHaveAccessibleName(/0 ouvert/);
		const panel = panelOf(evaluator.page);
		await panel.getByRole('button', { name: /^Résolus/ }).click();
		await expect(panel.getByText('De notre enquête.')).toBeVisible();
		await expect(panel.getByText(/Résolu par/)).toBeVisible();
	});
});

test('on a phone the panel covers the screen and gives it back', async ({ browser }) => {
	const phone = await openAs(browser, server.origin, 'mayor', { viewport: { width: 390, height: 844 } });
	opened.push(phone.context);
	const { page } = phone;
	await page.goto('/64/diagnostic');
	await tabOf(page).click();
	const panel = page.getByRole('dialog', { name: 'Commentaires' });
	await expect(panel).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await panel.getByRole('button', { name: 'Fermer' }).click();
	await expect(panel).toBeHidden();
	await expect(tabOf(page)).toBeFocused();
});
