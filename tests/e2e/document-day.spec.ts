import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocx } from '#lib/server/documents/readers/docx.reader.ts';
import { LeftOut } from '#lib/server/documents/readers/left-out.ts';
import { convert, hasOffice, wordsOf } from '../support/office.ts';
import { openAs, type Person } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import {
	countOf,
	editorOf,
	endOfFirstLine,
	expectSaved,
	newLineAtTheEnd,
	openDiagnosis,
	selectBack,
} from '../support/writing.ts';

/** Where what was exported is left for somebody to look at. */
const EXPORTED = 'test-results/document-day';
const HISTORY = '/64/diagnostic/historique';
const LAST_PART = 'Nos priorités';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(async () => {
	for (const context of opened) await context.close();
	await server.stop();
});

const panelOf = (page: Page, name: string): Locator => page.getByRole('complementary', { name });

test('a day in the life of a document', async ({ browser }) => {
	test.setTimeout(180_000);
	const come = async (person: Person): Promise<Page> => {
		const { context, page } = await openAs(browser, server.origin, person);
		opened.push(context);
		return page;
	};
	const [facilitator, mayor, professional, urps] = [
		await come('facilitator'),
		await come('mayor'),
		await come('professional'),
		await come('urps'),
	];
	const evaluator = await come('evaluator');
	const writers = [facilitator, mayor, professional, urps];

	await test.step('morning: the text as it stands is named', async () => {
		await facilitator.goto(HISTORY);
		await facilitator.locator('summary', { hasText: 'Nommer la version' }).click();
		await facilitator.getByLabel('Nom de la version', { exact: true }).fill('Avant la rencontre');
		await facilitator.getByRole('button', { name: 'Nommer la version', exact: true }).click();
		await expect(facilitator.getByText('Version nommée.')).toBeVisible();
	});

	await test.step('four people write at once, each at their own place', async () => {
		for (const page of writers) await openDiagnosis(page);
		// One after the other to the end, so that each has a line of their own; then all at once.
		for (const [index, page] of writers.entries()) {
			await newLineAtTheEnd(page);
			await page.keyboard.insertText(`⟦ligne-${index}⟧`);
			await expect.poll(() => countOf(mayor, [`⟦ligne-${index}⟧`])).toEqual([1]);
		}
		const words = writers.map((_, index) => [0, 1, 2].map((part) => `⟦mot-${index}-${part}⟧`));
		await Promise.all(
			writers.map(async (page, index) => {
				for (const word of words[index] ?? []) await page.keyboard.insertText(` ${word}`);
			}),
		);
		for (const page of writers)
			await expect.poll(() => countOf(page, words.flat())).toEqual(words.flat().map(() => 1));
		for (const page of writers) await expectSaved(page);
	});

	await test.step('one comments, another answers', async () => {
		await selectBack(professional, '⟦mot-2-2⟧'.length);
		await professional.keyboard.press('Control+Alt+m');
		await panelOf(professional, 'Commentaires')
			.getByLabel('Votre commentaire')
			.fill('D’où vient ce chiffre ?');
		await professional.keyboard.press('Control+Enter');
		await expect(editorOf(urps).locator('.commented')).toHaveText('⟦mot-2-2⟧');
		await editorOf(urps).locator('.commented').click();
		const panel = panelOf(urps, 'Commentaires');
		await panel.getByRole('button', { name: 'Répondre' }).click();
		await panel.getByLabel('Votre réponse').fill('De notre enquête de septembre.');
		await panel.getByRole('button', { name: 'Répondre' }).click();
		await expect(
			panelOf(professional, 'Commentaires').getByText('De notre enquête de septembre.'),
		).toBeVisible();
	});

	await test.step('one proposes, another accepts', async () => {
		await editorOf(mayor).getByText('⟦ligne-1⟧').click();
		await mayor.keyboard.press('End');
		await selectBack(mayor, '⟦mot-1-2⟧'.length);
		await mayor.keyboard.press('Control+Alt+p');
		const panel = panelOf(mayor, 'Propositions');
		await panel.getByLabel('Nouveaux mots').fill('⟦proposé⟧');
		await mayor.keyboard.press('Control+Enter');
		await expect(editorOf(facilitator).locator('.suggested ins')).toHaveText('⟦proposé⟧');
		await facilitator.keyboard.press('Control+Alt+j');
		await panelOf(facilitator, 'Propositions').getByRole('button', { name: 'Accepter' }).click();
		for (const page of writers)
			await expect.poll(() => countOf(page, ['⟦proposé⟧', '⟦mot-1-2⟧'])).toEqual([1, 0]);
	});

	await test.step('the last part is restored while another types elsewhere', async () => {
		await endOfFirstLine(professional);
		await facilitator.goto(HISTORY);
		const part = facilitator.getByRole('region', { name: LAST_PART });
		await part.getByRole('link', { name: 'Rétablir cette partie' }).click();
		const typed = Array.from({ length: 10 }, (_, index) => `⟦pendant-${index}⟧`);
		const typing = (async () => {
			for (const word of typed) await professional.keyboard.insertText(` ${word}`);
		})();
		await facilitator.getByRole('button', { name: 'Rétablir cette partie' }).click();
		await expect(facilitator.getByText('Texte rétabli.')).toBeVisible();
		await typing;
		await expect
			.poll(() => countOf(mayor, [...typed, '⟦ligne-0⟧', '⟦proposé⟧']))
			.toEqual([...typed.map(() => 1), 0, 0]);
		await expectSaved(professional);
		// What was said of words that are gone is kept with them.
		await expect(panelOf(professional, 'Commentaires').getByText('Passage retiré du texte')).toBeVisible();
	});

	await test.step('evening: a version is adopted, and everybody reads on', async () => {
		await facilitator.goto(HISTORY);
		await facilitator.locator('summary', { hasText: 'Adopter une version' }).click();
		await facilitator.getByLabel(/^Nom de la version adoptée/).fill('Diagnostic adopté');
		await facilitator.getByRole('radio', { name: /Le document est figé/ }).check();
		await facilitator.getByRole('button', { name: 'Adopter cette version' }).click();
		await expect(facilitator.getByText('Version adoptée. Son texte')).toBeVisible();
		for (const page of [mayor, professional, urps])
			await expect(editorOf(page)).toHaveAttribute('contenteditable', 'false');
	});

	await test.step('the evaluator compares it with the morning’s', async () => {
		await evaluator.goto(HISTORY);
		const choose = async (field: string, version: string) => {
			const list = evaluator.getByLabel(field, { exact: true });
			const label = await list.locator('option', { hasText: version }).first().textContent();
			await list.selectOption({ label: label ?? '' });
		};
		await choose('Comparer', 'Avant la rencontre');
		await choose('avec', 'Diagnostic adopté');
		await evaluator.getByRole('button', { name: 'Comparer', exact: true }).click();
		await expect(evaluator.locator('ins', { hasText: '⟦pendant-0⟧' })).toBeVisible();
		await expect(evaluator.getByText('⟦ligne-0⟧')).toHaveCount(0);
	});

	await test.step('it goes home as a Word file, and opens elsewhere with what it holds', async () => {
		const list = await evaluator.request.get('/api/departements/64/documents');
		const documents = (await list.json()) as { id: string; kind: string }[];
		const id = documents.find(({ kind }) => kind === 'diagnosis')?.id;
		const answer = await evaluator.request.get(`/api/documents/${id}/export?format=docx`);
		expect(answer.status()).toBe(200);
		mkdirSync(EXPORTED, { recursive: true });
		const file = join(EXPORTED, 'diagnostic.docx');
		writeFileSync(file, await answer.body());
		const words = await readAgain(file);
		for (const expected of ['La population et ses besoins', LAST_PART, '⟦pendant-0⟧', '⟦pendant-9⟧'])
			expect(words).toContain(expected);
		expect(words).not.toContain('⟦ligne-0⟧');
	});
});

/** The words of a docx as LibreOffice reads them, which also makes the pages one looks at; without it, as our own import does. */
async function readAgain(file: string): Promise<string> {
	if (hasOffice) {
		convert(file, 'pdf');
		return wordsOf(file);
	}
	return JSON.stringify(await readDocx(readFileSync(file), new LeftOut()));
}
