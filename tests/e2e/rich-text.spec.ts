import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { openAs } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { editorOf, expectSaved, newLineAtTheEnd, openDiagnosis } from '../support/writing.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startServer();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

async function insert(page: Page, choice: RegExp): Promise<void> {
	await page.getByRole('button', { name: 'Insérer' }).click();
	await page.getByRole('menuitem', { name: choice }).click();
}

test('a callout and a note with its source: written, numbered, read by others, opened by the keyboard', async ({
	browser,
}) => {
	const mayor = await openAs(browser, server.origin, 'mayor');
	const evaluator = await openAs(browser, server.origin, 'evaluator');
	opened.push(mayor.context, evaluator.context);
	const { page } = mayor;
	await openDiagnosis(page);
	await evaluator.page.goto('/64/diagnostic');

	await test.step('a note, by its shortcut', async () => {
		await newLineAtTheEnd(page);
		await page.keyboard.type('Un médecin sur deux a plus de 60 ans');
		await page.keyboard.press('Control+Alt+f');
		const dialog = page.getByRole('dialog', { name: 'Ajouter une note de bas de page' });
		await dialog.getByRole('button', { name: 'Garder la note' }).click();
		await expect(dialog.getByText('Écrivez ce que dit la note.')).toBeVisible();
		await dialog.getByLabel('Texte de la note').fill('Au 1er janvier 2026.');
		await dialog.getByLabel('Source').fill('javascript:alert(1)');
		await dialog.getByRole('button', { name: 'Garder la note' }).click();
		await expect(dialog.getByText('Écrivez l’adresse d’une page')).toBeVisible();
		await dialog.getByLabel('Source').fill('www.insee.fr/fr/statistiques');
		await dialog.getByRole('button', { name: 'Garder la note' }).click();
		await expect(dialog).toBeHidden();
		await expect(editorOf(page).getByRole('button', { name: 'Note 1' })).toBeVisible();
	});

	await test.step('an encadré, then another kind of it', async () => {
		await page.keyboard.press('Enter');
		await page.keyboard.type('Trente cabinets fermeront d’ici 2030.');
		await insert(page, /Encadré « Attention »/);
		const callout = editorOf(page).getByRole('note', { name: 'Attention' });
		await expect(callout).toContainText('Trente cabinets');
		await insert(page, /Changer en encadré « À retenir »/);
		await expect(editorOf(page).getByRole('note', { name: 'À retenir' })).toContainText('Trente cabinets');
		await expectSaved(page);
	});

	await test.step('the evaluator reads both, and opens the note with its source', async () => {
		const reader = evaluator.page;
		await expect(editorOf(reader).getByRole('note', { name: 'À retenir' })).toContainText('Trente cabinets');
		await editorOf(reader).getByRole('button', { name: 'Note 1' }).click();
		const card = reader.getByRole('dialog', { name: 'Note' });
		await expect(card.getByRole('link')).toHaveAttribute('href', 'https://www.insee.fr/fr/statistiques');
		await expect(card.getByRole('button', { name: 'Modifier la note' })).toHaveCount(0);
		await reader.keyboard.press('Escape');
		await expect(card).toBeHidden();
		const notes = reader.getByRole('region', { name: 'Notes' });
		await expect(notes.getByRole('listitem')).toHaveText(/Au 1er janvier 2026\./);
	});

	await test.step('the keyboard selects the call, and Entrée opens it', async () => {
		await editorOf(page).getByText('Un médecin sur deux a plus de 60 ans').click();
		await page.keyboard.press('End');
		await page.keyboard.press('Shift+ArrowLeft');
		await page.keyboard.press('ArrowLeft');
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('Enter');
		const card = page.getByRole('dialog', { name: 'Note' });
		await card.getByRole('button', { name: 'Modifier la note' }).click();
		await page.getByLabel('Texte de la note').fill('Au 1er juillet 2026.');
		await page.getByRole('button', { name: 'Garder la note' }).click();
		await expect(evaluator.page.getByRole('region', { name: 'Notes' })).toContainText('Au 1er juillet 2026.');
	});
	expect(await violationsInBothThemes(page)).toEqual([]);
});
