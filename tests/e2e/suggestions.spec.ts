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

const panelOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Propositions' });
const toggleOf = (page: Page): Locator => page.getByRole('button', { name: /^Propositions\s: / });
const cardOf = (page: Page): Locator => panelOf(page).getByRole('article');
const struckIn = (page: Page): Locator => editorOf(page).locator('.suggested-deletion');
const addedIn = (page: Page): Locator => editorOf(page).locator('.suggested ins');

/** Proposes other words for the last ones before the caret, by the keyboard alone. */
async function proposeBack(page: Page, words: string, proposed: string, reason = ''): Promise<void> {
	await selectBack(page, words.length);
	await page.keyboard.press('Control+Alt+p');
	const field = panelOf(page).getByLabel('Nouveaux mots');
	await expect(field).toBeFocused();
	await expect(field).toHaveValue(words);
	await page.keyboard.press('Delete');
	await page.keyboard.type(proposed);
	await page.keyboard.press('Tab');
	await page.keyboard.type(reason);
	await page.keyboard.press('Control+Enter');
}

test('one proposes by the keyboard, a third sees it live, another accepts; what has changed is not written', async ({
	browser,
}) => {
	const mayor = await openAs(browser, server.origin, 'mayor');
	const professional = await openAs(browser, server.origin, 'professional');
	const evaluator = await openAs(browser, server.origin, 'evaluator');
	opened.push(mayor.context, professional.context, evaluator.context);
	await openDiagnosis(mayor.page);
	await openDiagnosis(professional.page);
	await evaluator.page.goto('/64/diagnostic');
	await expect(toggleOf(evaluator.page)).toBeVisible();
	const everybody = [mayor.page, professional.page, evaluator.page];
	const line = (page: Page) => editorOf(page).locator('p').last();

	await test.step('proposed, and nothing of the text has changed', async () => {
		const { page } = mayor;
		await newLineAtTheEnd(page);
		await page.keyboard.type('En Soule, deux cabinets');
		await expectSaved(page);
		await proposeBack(page, 'deux cabinets', 'trois cabinets sur cinq', 'Celui de Tardets ferme aussi.');
		await expect(cardOf(page)).toBeFocused();
		for (const one of everybody) {
			await expect(struckIn(one)).toHaveText('deux cabinets');
			await expect(addedIn(one)).toHaveText('trois cabinets sur cinq');
			await expect(toggleOf(one)).toHaveAccessibleName(/1 à décider/);
		}
	});

	await test.step('the evaluator reads who and why, and decides nothing', async () => {
		const { page } = evaluator;
		await struckIn(page).click();
		await expect(cardOf(page).getByText('Celui de Tardets ferme aussi.')).toBeVisible();
		await expect(cardOf(page)).toContainText(/Propose de remplacer deux cabinets par/);
		for (const name of ['Accepter', 'Refuser', 'Retirer'])
			await expect(panelOf(page).getByRole('button', { name })).toHaveCount(0);
		await expect(page.getByRole('button', { name: 'Proposer une modification' })).toHaveCount(0);
		expect(await violationsInBothThemes(page)).toEqual([]);
	});

	await test.step('accepted by another, by the keyboard: an edit of the text, for everybody', async () => {
		const { page } = professional;
		const warnings: string[] = [];
		page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
		await page.keyboard.press('Control+Alt+j');
		await expect(cardOf(page)).toBeFocused();
		expect(await violationsInBothThemes(page)).toEqual([]);
		await cardOf(page).getByRole('button', { name: 'Accepter' }).focus();
		await page.keyboard.press('Enter');
		await expect(panelOf(page).getByRole('status')).toHaveText('1 proposition acceptée.');
		await expect(panelOf(page).getByRole('button', { name: /^À décider/ })).toBeFocused();
		expect(warnings, 'the card that is gone is asked nothing').toEqual([]);
		for (const one of everybody) {
			await expect(line(one)).toContainText('En Soule, trois cabinets sur cinq');
			await expect(struckIn(one)).toHaveCount(0);
		}
		await panelOf(evaluator.page)
			.getByRole('button', { name: /^Décidées/ })
			.click();
		await expect(cardOf(evaluator.page).getByText(/^Acceptée par/)).toBeVisible();
	});

	await test.step('written in meanwhile, it says so, shows both, and can be proposed again', async () => {
		const { page } = professional;
		await line(page).click();
		await page.keyboard.press('End');
		await proposeBack(page, 'sur cinq', 'sur six');
		await expect(struckIn(mayor.page)).toHaveText('sur cinq');
		await line(mayor.page).click();
		await mayor.page.keyboard.press('End');
		for (let index = 0; index < 2; index += 1) await mayor.page.keyboard.press('ArrowLeft');
		await mayor.page.keyboard.type('XX');
		await expect(cardOf(page).getByText('Le passage a changé depuis.')).toBeVisible();
		await expect(cardOf(page)).toContainText('sur ciXXnq');
		await expect(cardOf(page).getByRole('button', { name: 'Accepter' })).toHaveCount(0);
		await cardOf(page).getByRole('button', { name: 'Proposer à nouveau' }).click();
		await expect(panelOf(page).getByLabel('Nouveaux mots')).toHaveValue('sur six');
		await panelOf(page).getByRole('button', { name: 'Annuler' }).click();
	});

	await test.step('refused with a sentence, which its author reads', async () => {
		const { page } = mayor;
		await cardOf(page).getByRole('button', { name: 'Refuser' }).click();
		await panelOf(page).getByLabel('Pourquoi refuser').fill('Cinq communes, pas six.');
		await page.keyboard.press('Control+Enter');
		await expect(toggleOf(page)).toHaveAccessibleName(/0 à décider/);
		await panelOf(professional.page)
			.getByRole('button', { name: /^Décidées/ })
			.click();
		await expect(panelOf(professional.page).getByText('Cinq communes, pas six.')).toBeVisible();
	});
});

test('several are decided at once, after a confirmation that says how many', async ({ browser }) => {
	const mayor = await openAs(browser, server.origin, 'mayor');
	const professional = await openAs(browser, server.origin, 'professional');
	opened.push(mayor.context, professional.context);
	const { page } = mayor;
	await openDiagnosis(page);
	await openDiagnosis(professional.page);
	await newLineAtTheEnd(page);
	await page.keyboard.type('premier mot');
	await proposeBack(page, 'mot', 'terme');
	await expect(cardOf(page)).toBeFocused();
	await newLineAtTheEnd(page);
	await page.keyboard.type('second mot');
	await proposeBack(page, ' mot', '');
	await expect(toggleOf(professional.page)).toHaveAccessibleName(/2 à décider/);
	await toggleOf(professional.page).click();
	const panel = panelOf(professional.page);
	await panel.getByRole('button', { name: 'Tout accepter' }).click();
	const dialog = professional.page.getByRole('alertdialog', { name: /^Accepter 2 propositions/ });
	await expect(dialog).toBeVisible();
	await dialog.getByRole('button', { name: 'Accepter les 2 propositions' }).click();
	await expect(panel.getByText('2 propositions acceptées.')).toBeVisible();
	await expect(editorOf(page).locator('p').last()).toHaveText('second');
	await expect(editorOf(page).getByText('premier terme')).toBeVisible();
});

test('another value for a field of an action: proposed, marked in the table, accepted; refused once it has changed', async ({
	browser,
}) => {
	const mayor = await openAs(browser, server.origin, 'mayor');
	const professional = await openAs(browser, server.origin, 'professional');
	const evaluator = await openAs(browser, server.origin, 'evaluator');
	opened.push(mayor.context, professional.context, evaluator.context);
	for (const { page } of [mayor, professional, evaluator]) await page.goto('/64/plan/5-1');
	const listOf = (page: Page) => page.getByRole('region', { name: 'Propositions' });
	const markOf = (page: Page) => page.getByRole('gridcell').getByText(/proposition à décider/);

	await test.step('proposed with a reason', async () => {
		const { page } = mayor;
		await listOf(page).getByRole('button', { name: 'Proposer une modification' }).click();
		const dialog = page.getByRole('dialog', { name: 'Proposer une modification' });
		await dialog.getByLabel('Champ').selectOption({ label: 'Titre' });
		await dialog.getByLabel('Titre').fill('Un titre plus court');
		await dialog.getByLabel('Motif').fill('Pour le tableau.');
		expect(await violationsInBothThemes(page)).toEqual([]);
		await dialog.getByRole('button', { name: 'Proposer' }).click();
		await expect(dialog).toBeHidden();
		await expect(listOf(page).getByRole('button', { name: 'Proposer une modification' })).toBeFocused();
		for (const one of [mayor, professional, evaluator]) {
			await expect(listOf(one.page).getByText('Pour le tableau.')).toBeVisible();
			await expect(markOf(one.page)).toBeAttached();
		}
	});

	await test.step('the evaluator reads it and decides nothing', async () => {
		const { page } = evaluator;
		await expect(listOf(page).getByRole('button')).toHaveCount(0);
		expect(await violationsInBothThemes(page)).toEqual([]);
	});

	await test.step('accepted by another, for everybody', async () => {
		await listOf(professional.page).getByRole('button', { name: 'Accepter' }).click();
		for (const one of [mayor, professional, evaluator]) {
			await expect(one.page.getByRole('link', { name: 'Un titre plus court' })).toBeVisible();
			await expect(markOf(one.page)).toHaveCount(0);
		}
		expect(await violationsInBothThemes(professional.page)).toEqual([]);
	});
});

test('on a phone the panel covers the screen and gives it back', async ({ browser }) => {
	const phone = await openAs(browser, server.origin, 'mayor', { viewport: { width: 390, height: 844 } });
	opened.push(phone.context);
	const { page } = phone;
	await page.goto('/64/diagnostic');
	await toggleOf(page).click();
	const panel = page.getByRole('dialog', { name: 'Propositions' });
	await expect(panel).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await panel.getByRole('button', { name: 'Fermer' }).click();
	await expect(panel).toBeHidden();
	await expect(toggleOf(page)).toBeFocused();
});
