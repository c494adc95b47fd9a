import { expect, test } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { tabTo } from '../support/keyboard.ts';
import { enter, openAs, PASSWORD, PEOPLE } from '../support/people.ts';
import { rowOf } from '../support/plan.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { countOf, editorOf, expectSaved, newLineAtTheEnd, openDiagnosis } from '../support/writing.ts';
import { newWholePage } from '../support/whole-page.ts';

let server: TestServer;

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(() => server.stop());

test('one of three does everything without a mouse: signs in, writes in the diagnosis, works in the plan', async ({
	browser,
}) => {
	const others = [
		await openAs(browser, server.origin, 'professional'),
		await openAs(browser, server.origin, 'facilitator'),
	];
	for (const { page } of others) await openDiagnosis(page);

	const context = await browser.newContext({ baseURL: server.origin });
	const page = await newWholePage(context);
	await page.goto('/connexion');
	await tabTo(page, /Adresse électronique/);
	await page.keyboard.type(PEOPLE.mayor);
	await tabTo(page, /^Mot de passe(?! oublié)/);
	await page.keyboard.type(PASSWORD);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/64$/);

	await tabTo(page, /^Diagnostic$/);
	await page.keyboard.press('Enter');
	await expect(editorOf(page)).toHaveAttribute('contenteditable', 'true');
	await tabTo(page, /^Diagnostic territorial de santé/);
	await expect(editorOf(page)).toBeFocused();
	await page.keyboard.press('Control+End');
	await page.keyboard.press('Enter');
	await page.keyboard.insertText('⟦au clavier⟧');
	await page.keyboard.press('Alt+F10');
	await expect(page.getByRole('toolbar').locator(':focus')).toHaveCount(1);
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Escape');
	for (const other of others) {
		await newLineAtTheEnd(other.page);
		await other.page.keyboard.insertText(`⟦${PEOPLE.professional}⟧`);
		await expect.poll(() => countOf(other.page, ['⟦au clavier⟧'])).toEqual([1]);
	}
	await expectSaved(page);

	await page.goto('/64/plan');
	await expect(page.getByRole('button', { name: 'Ajouter une action' })).toBeEnabled();
	await tabTo(page, /^\s*Ajouter/);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog')).toBeVisible();
	await expect(page.getByLabel('Titre de l’action')).toBeFocused();
	await page.keyboard.type('Action sans souris');
	await page.keyboard.press('Enter');
	await expect(rowOf(page, 'Action sans souris')).toHaveCount(1);
	await expect(page.getByRole('textbox', { name: 'Titre', exact: true })).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('complementary', { name: /^Action/ })).toHaveCount(0);
	// The panel that closes gives the focus back when it is gone: the keys go where the focus has settled.
	const row = rowOf(page, 'Action sans souris');
	await expect(async () => {
		await row.locator('a[data-cell]').focus();
		for (let column = 0; column < 4; column += 1) await page.keyboard.press('ArrowRight');
		await expect(row.locator('[data-field="progress"]')).toBeFocused({ timeout: 1_000 });
	}).toPass();
	await page.keyboard.press('F2');
	await expect(row.locator('[data-field="progress"] input')).toBeFocused();
	await page.keyboard.press('Control+a');
	await page.keyboard.type('40');
	await page.keyboard.press('Enter');
	await expect(rowOf(page, 'Action sans souris').locator('[data-field="progress"]')).toContainText('40');
	await expectSaved(page);
	for (const { context: other } of [...others, { context }]) await other.close();
});

test('what is typed to sign in before the script has come is kept when it comes', async ({ browser }) => {
	const context = await browser.newContext({ baseURL: server.origin, serviceWorkers: 'block' });
	const page = await context.newPage();
	const held = Promise.withResolvers<void>();
	await page.route('**/*.js', async (route) => {
		await held.promise;
		await route.continue();
	});
	await page.goto('/connexion', { waitUntil: 'commit' });
	await page.getByLabel('Adresse électronique').fill(PEOPLE.mayor);
	await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
	held.resolve();
	// Only the script adds it.
	await expect(page.getByRole('button', { name: 'Afficher le mot de passe' })).toBeVisible();
	await expect(page.getByLabel('Adresse électronique')).toHaveValue(PEOPLE.mayor);
	await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveValue(PASSWORD);
	await context.close();
});

test('what is left empty is said under its field, in our words, where the keyboard then is; without script too', async ({
	browser,
}) => {
	for (const javaScriptEnabled of [true, false]) {
		const context = await browser.newContext({ baseURL: server.origin, javaScriptEnabled });
		const page = javaScriptEnabled ? await newWholePage(context) : await context.newPage();
		await page.goto('/connexion');
		await page.getByRole('button', { name: 'Se connecter' }).click();
		const email = page.getByLabel('Adresse électronique');
		await expect(email).toHaveAccessibleDescription('Écrivez votre adresse électronique.');
		await expect(email).toBeFocused();
		await enter(context, 'facilitator');
		await page.goto('/64/documents');
		await page.locator('summary', { hasText: 'Nouveau document' }).click();
		await page.getByRole('button', { name: 'Créer le document' }).click();
		const title = page.getByRole('textbox', { name: 'Titre' });
		await expect(title).toHaveAccessibleDescription(/Donnez un titre au document\.$/);
		if (javaScriptEnabled) await expect(title).toBeFocused();
		await context.close();
	}
});

test('« ? » shows the keys and « / » searches, not where one writes, and both can be turned off', async ({
	browser,
}) => {
	const { context, page } = await openAs(browser, server.origin, 'mayor');
	const keys = page.getByRole('dialog', { name: 'Raccourcis clavier' });
	const choice = page.getByRole('button', { name: /ctiver ces deux touches$/ });
	await page.goto('/64');
	await page.keyboard.press('?');
	await expect(keys.getByRole('row', { name: /F6/ })).toBeVisible();
	await expect(choice).toBeFocused();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.keyboard.press('/');
	await page.keyboard.press('Escape');
	await expect(keys).toBeHidden();
	await page.keyboard.press('Control+?');
	await page.keyboard.press('/');
	await expect(page).toHaveURL(/\/64\/recherche$/);
	const field = page.getByRole('searchbox', { name: 'Chercher des mots' });
	await expect(field).toBeFocused();
	await page.keyboard.type('et/ou ?');
	await expect(field).toHaveValue('et/ou ?');
	await page.getByRole('heading', { name: 'Rechercher' }).click();
	await page.keyboard.press('/');
	await expect(field).toBeFocused();
	await expect(field).toHaveValue('et/ou ?');
	await expect(keys).toBeHidden();

	await openDiagnosis(page);
	await newLineAtTheEnd(page);
	await page.keyboard.type('Oui/non ?');
	await expect(editorOf(page).locator('p').last()).toHaveText(/^Oui\/non\s\?$/);
	await expect(keys).toBeHidden();

	await page.goto('/compte#clavier');
	await choice.click();
	await expect(page.getByText('ne font rien sur cet appareil')).toBeVisible();
	await page.goto('/64');
	await page.keyboard.press('?');
	await page.keyboard.press('/');
	await page.keyboard.press('Control+k');
	await expect(page).toHaveURL(/\/64\/recherche$/);
	await expect(keys).toBeHidden();
	await page.goto('/compte');
	await choice.click();
	await page.getByRole('heading', { name: 'Vos raccourcis' }).click();
	await page.keyboard.press('?');
	await expect(keys).toBeVisible();
	await context.close();
});
