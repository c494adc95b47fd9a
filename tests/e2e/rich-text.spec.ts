import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { violationsInBothThemes } from '../support/axe.ts';
import { addAction, openPlan } from '../support/plan.ts';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { editorOf, expectSaved, newLineAtTheEnd, openDiagnosis } from '../support/writing.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
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

test('an image with its description: required, kept, read by others, taken away in a Word file', async ({
	browser,
}) => {
	const mayor = await openAs(browser, server.origin, 'mayor');
	const evaluator = await openAs(browser, server.origin, 'evaluator');
	opened.push(mayor.context, evaluator.context);
	const { page } = mayor;
	await openDiagnosis(page);
	await evaluator.page.goto('/64/diagnostic');
	await newLineAtTheEnd(page);
	const card = { create: { width: 640, height: 240, channels: 3 as const, background: '#0b5c5c' } };
	const picture = await sharp(card).png().toBuffer();

	await test.step('what is no image is refused with a sentence', async () => {
		await insert(page, /^Image$/);
		const dialog = page.getByRole('dialog', { name: 'Ajouter une image' });
		await dialog.getByLabel('Image').setInputFiles({
			name: 'carte.png',
			mimeType: 'image/png',
			buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
		});
		await dialog.getByRole('button', { name: 'Ajouter l’image' }).click();
		await expect(dialog.getByText('Décrivez ce que montre l’image.')).toBeVisible();
		await dialog.getByLabel('Description').fill('Carte des cabinets de la vallée d’Ossau');
		await dialog.getByRole('button', { name: 'Ajouter l’image' }).click();
		await expect(dialog.getByText(/n'est pas une image PNG/)).toBeVisible();
		expect(await violationsInBothThemes(page)).toEqual([]);
		await dialog
			.getByLabel('Image')
			.setInputFiles({ name: 'carte.png', mimeType: 'image/png', buffer: picture });
		await dialog.getByRole('button', { name: 'Ajouter l’image' }).click();
		await expect(dialog).toBeHidden();
	});

	const shown = (of: Page) =>
		editorOf(of).getByRole('img', { name: 'Carte des cabinets de la vallée d’Ossau' });
	await test.step('others see it, with its bytes', async () => {
		await expectSaved(page);
		for (const reader of [page, evaluator.page]) {
			await expect(shown(reader)).toBeVisible();
			await expect
				.poll(() => shown(reader).evaluate((image: HTMLImageElement) => image.naturalWidth))
				.toBe(640);
		}
	});

	await test.step('without the network a sentence says that it needs one', async () => {
		await mayor.context.setOffline(true);
		await insert(page, /^Image$/);
		const dialog = page.getByRole('dialog', { name: 'Ajouter une image' });
		await dialog.getByLabel('Image').setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: picture });
		await dialog.getByLabel('Description').fill('Autre');
		await dialog.getByRole('button', { name: 'Ajouter l’image' }).click();
		await expect(dialog.getByText(/demande le réseau/)).toBeVisible();
		await page.keyboard.press('Escape');
		await mayor.context.setOffline(false);
	});

	await test.step('its description is written again', async () => {
		await shown(page).click();
		await page
			.getByRole('dialog', { name: 'Image' })
			.getByRole('button', { name: 'Modifier la description' })
			.click();
		const dialog = page.getByRole('dialog', { name: 'Modifier la description' });
		await dialog.getByLabel('Description').fill('Carte des cabinets');
		await page.getByRole('button', { name: 'Garder la description' }).click();
		await expect(
			editorOf(evaluator.page).getByRole('img', { name: 'Carte des cabinets', exact: true }),
		).toBeVisible();
		await expectSaved(page);
	});

	await test.step('a Word file holds it', async () => {
		const [, link] = await Promise.all([
			page.request.get('/64/diagnostic'),
			page.request.get('/api/departements/64/documents'),
		]);
		const documents = (await link.json()) as { id: string; kind: string }[];
		const { id } = documents.find(({ kind }) => kind === 'diagnosis') ?? { id: '' };
		const file = await page.request.get(`/api/documents/${id}/export?format=docx`);
		const parts = unzipSync(new Uint8Array(await file.body()));
		expect(strFromU8(parts['word/document.xml'] ?? new Uint8Array())).toContain('descr="Carte des cabinets"');
	});
});

test('a figure that is alive: found by its name, read by others, its source on demand, kept in a version', async ({
	browser,
}) => {
	const facilitator = await openAs(browser, server.origin, 'facilitator');
	const evaluator = await openAs(browser, server.origin, 'evaluator');
	opened.push(facilitator.context, evaluator.context);
	const { page } = facilitator;
	await openDiagnosis(page);
	await newLineAtTheEnd(page);
	await page.keyboard.type('Le comité suit ');
	await insert(page, /^Chiffre vivant$/);
	const dialog = page.getByRole('dialog', { name: 'Insérer un chiffre vivant' });
	await dialog.getByRole('combobox').fill('actions du plan');
	await dialog
		.getByRole('option', { name: /^Actions du plan/ })
		.first()
		.click();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await dialog.getByRole('button', { name: 'Insérer ce chiffre' }).click();
	await page.keyboard.type(' actions.');
	await expectSaved(page);

	const reader = evaluator.page;
	await reader.goto('/64/diagnostic');
	const figure = editorOf(reader).getByRole('button', { name: /chiffre vivant/ });
	await expect(figure).toHaveText(/^\d+$/);
	const value = (await figure.textContent()) ?? '';
	await figure.click();
	const card = reader.getByRole('dialog', { name: 'Chiffre vivant' });
	await expect(card).toContainText('Plan d’action du comité');
	await expect(card.getByRole('button', { name: 'Figer cette valeur' })).toHaveCount(0);
	expect(await violationsInBothThemes(reader)).toEqual([]);
	await reader.keyboard.press('Escape');

	const documents = (await (await page.request.get('/api/departements/64/documents')).json()) as {
		id: string;
		kind: string;
	}[];
	const { id } = documents.find(({ kind }) => kind === 'diagnosis') ?? { id: '' };
	const text = await (await page.request.get(`/api/documents/${id}/export?format=md`)).text();
	// The line goes on with the marks of the one above it.
	expect(text.replace(/<\/?em>/g, '')).toContain(`Le comité suit ${value} actions.`);

	// Another adds an action to the plan: whoever reads the text has the figure of it well before the page would ask again.
	const mayor = await openAs(browser, server.origin, 'mayor');
	opened.push(mayor.context);
	await openPlan(mayor.page);
	await addAction(mayor.page, 'Ouvrir une maison de garde');
	await expect(figure).toHaveText(String(Number(value) + 1), { timeout: 25_000 });
});

test('what one writes is taken back and done again, by the keys and by the tools, and what others wrote stays', async ({
	browser,
}) => {
	const mayor = await openAs(browser, server.origin, 'mayor');
	const professional = await openAs(browser, server.origin, 'professional');
	opened.push(mayor.context, professional.context);
	const { page } = mayor;
	await openDiagnosis(page);
	await openDiagnosis(professional.page);
	const back = page.getByRole('button', { name: 'Annuler ma modification' });
	await expect(back).toBeDisabled();
	await newLineAtTheEnd(page);
	await page.keyboard.insertText('⟦à moi⟧');
	await expect(back).toBeEnabled();
	await expect(editorOf(professional.page)).toContainText('⟦à moi⟧');
	await newLineAtTheEnd(professional.page);
	await professional.page.keyboard.insertText('⟦à l’autre⟧');
	await expect(editorOf(page)).toContainText('⟦à l’autre⟧');

	await page.keyboard.press('Control+z');
	for (const one of [page, professional.page]) await expect(editorOf(one)).not.toContainText('⟦à moi⟧');
	await page.keyboard.press('Control+y');
	for (const one of [page, professional.page]) await expect(editorOf(one)).toContainText('⟦à moi⟧');
	await back.click();
	await expect(editorOf(professional.page)).not.toContainText('⟦à moi⟧');
	await page.getByRole('button', { name: 'Rétablir' }).click();
	for (const one of [page, professional.page]) {
		await expect(editorOf(one)).toContainText('⟦à moi⟧');
		await expect(editorOf(one)).toContainText('⟦à l’autre⟧');
	}
});

test('a click on the white of the sheet goes into the text, also below a table that ends it', async ({
	browser,
}) => {
	const { context, page } = await openAs(browser, server.origin, 'mayor');
	opened.push(context);
	const answer = await context.request.post('/api/departements/64/documents', {
		headers: { origin: server.origin },
		data: { kind: 'note', title: 'Sur le blanc' },
	});
	const { id } = (await answer.json()) as { id: string };
	await page.goto(`/64/documents/${id}`);
	await expect(editorOf(page)).toHaveAttribute('contenteditable', 'true');
	const sheet = page.getByRole('region', { name: 'Texte du document' });
	const { x, y, width, height } = (await sheet.boundingBox())!;
	const below = [x + width / 2, y + height - 60] as const;
	await page.mouse.click(...below);
	await expect(editorOf(page)).toBeFocused();
	await page.keyboard.type('Avant.');
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: 'Tableau', exact: true }).click();
	await page.getByRole('menuitem', { name: /^Ajouter un tableau/ }).click();
	const blocks = editorOf(page).locator(':scope > *');
	await expect(editorOf(page).locator('tr')).toHaveCount(3);
	await expect(blocks.last()).toHaveJSProperty('tagName', 'P');
	await page.mouse.click(...below);
	await page.keyboard.type('Après.');
	await expect(blocks.last()).toHaveText('Après.');

	// As pasted, or in an older text: the table is the last.
	await page.keyboard.press('Control+a');
	await editorOf(page).evaluate((editor) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/html', '<table><tr><td><p>une</p></td><td><p></p></td></tr></table>');
		editor.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
	});
	await expect(blocks.last()).toHaveJSProperty('tagName', 'TABLE');
	await editorOf(page).locator('td').last().click();
	await page.keyboard.type('dernière case');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.type('Sortie.');
	await expect(blocks.last()).toHaveText('Sortie.');
	await expect(editorOf(page).locator('td').last()).toHaveText('dernière case');
});
