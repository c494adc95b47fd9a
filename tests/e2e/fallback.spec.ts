import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { letWebsockets, stopWebsockets } from '../support/network.ts';
import { enter, type Person } from '../support/people.ts';
import {
	expectWords,
	listenToWords,
	OFFLINE,
	readDiagnosis,
	SAVED,
	SAVING,
	WAITING,
} from '../support/save-words.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { countOf, newLineAtTheEnd, openDiagnosis } from '../support/writing.ts';

let server: TestServer;
const contexts: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterEach(async () => {
	server.release();
	for (const context of contexts.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

const WRITERS = ['mayor', 'professional', 'facilitator'] as const;

/**
 * The mayor's network stops websockets; the others' does not. The mayor comes last: half a minute later that page looks whether websockets
 * pass, and then not for a minute.
 */
async function openThree(browser: Parameters<Parameters<typeof test>[2]>[0]['browser']): Promise<Page[]> {
	const pages = new Map<Person, Page>();
	for (const person of [...WRITERS].reverse()) {
		// The page by requests has its worker before it, as a person's does.
		const serviceWorkers = person === 'mayor' ? 'allow' : 'block';
		const context = await browser.newContext({ baseURL: server.origin, serviceWorkers });
		contexts.push(context);
		if (person === 'mayor') await stopWebsockets(context);
		await enter(context, person);
		const page = await context.newPage();
		await openDiagnosis(page);
		pages.set(person, page);
	}
	return WRITERS.map((person) => pages.get(person)!);
}

const tokensOf = (person: Person, step: string, count = 5): string[] =>
	Array.from({ length: count }, (_, index) => `⟦${person}-${step}-${index}⟧`);

async function write(page: Page, tokens: readonly string[]): Promise<void> {
	for (const token of tokens) await page.keyboard.insertText(`${token} `);
}

async function expectOnce(pages: readonly Page[], tokens: readonly string[]): Promise<void> {
	for (const page of pages) {
		await expect.poll(() => countOf(page, tokens), { timeout: 60_000 }).toEqual(tokens.map(() => 1));
	}
}

/** All three write at once, each on a line of their own. */
async function writeTogether(pages: readonly Page[], step: string): Promise<string[]> {
	const tokens = WRITERS.map((person) => tokensOf(person, step));
	for (const page of pages) await newLineAtTheEnd(page);
	await Promise.all(pages.map((page, index) => write(page, tokens[index] ?? [])));
	return tokens.flat();
}

test('HTTP LINE-1 LINE-2 with websockets stopped for one of three, all write and see the same; when they pass again, the page goes back by itself', async ({
	browser,
}) => {
	const pages = await openThree(browser);
	const [mayor, professional] = pages as [Page, Page, Page];

	// Nothing is said to be saved before there is a line; then it is, without the person doing anything.
	await expectWords(mayor, SAVED);
	const wordsOf = await listenToWords(mayor);
	const first = await writeTogether(pages, 'un');
	await expectOnce(pages, first);
	for (const page of pages) await expectWords(page, SAVED);
	expect(await readDiagnosis(mayor)).toContain(
		'ouverte, par requêtes (HTTP) : ce réseau bloque les WebSockets',
	);
	expect(await readDiagnosis(professional)).toContain('ouverte, continue (WebSocket)');
	expect(await readDiagnosis(mayor)).toMatch(/Aller-retour\s+\d+ ms/);

	// A server that does not answer: said after four seconds, with how many wait.
	server.hold();
	await newLineAtTheEnd(mayor);
	const held = tokensOf('mayor', 'tenu', 3);
	await write(mayor, held);
	await expectWords(mayor, SAVING, 2_000);
	await expectWords(mayor, WAITING, 8_000);
	server.release();
	await expectWords(mayor, SAVED);
	await expectOnce(pages, held);

	// The network lets websockets through again: found out without being told, nothing lost nor doubled.
	await letWebsockets(mayor.context());
	const second: string[] = [];
	await expect
		.poll(
			async () => {
				// One goes on writing meanwhile.
				second.push(`⟦mayor-deux-${second.length}⟧`);
				await newLineAtTheEnd(mayor);
				await write(mayor, second.slice(-1));
				return readDiagnosis(mayor);
			},
			{ timeout: 200_000, intervals: [3_000] },
		)
		.toContain('ouverte, continue (WebSocket)');
	const third = await writeTogether(pages, 'trois');
	await expectOnce(pages, [...first, ...held, ...second, ...third]);
	for (const page of pages) await expectWords(page, SAVED);
	const others = (await wordsOf()).filter(
		(words) => ![SAVED, SAVING].includes(words) && !WAITING.test(words),
	);
	expect(others).toEqual([]);
	// And the next page of this tab begins with it.
	await mayor.reload();
	await expectWords(mayor, SAVED);
	expect(await readDiagnosis(mayor)).toContain('continue (WebSocket)');
});

test('HTTP (F29) offline on a network that stops websockets: kept, said so, and merged once at the return', async ({
	browser,
}) => {
	const pages = await openThree(browser);
	const [mayor, ...others] = pages as [Page, Page, Page];
	await expectWords(mayor, SAVED);
	const before = await writeTogether(pages, 'avant');
	await expectOnce(pages, before);
	await expectWords(mayor, SAVED);

	await mayor.context().setOffline(true);
	await expectWords(mayor, OFFLINE);
	await newLineAtTheEnd(mayor);
	const alone = tokensOf('mayor', 'seul', 10);
	await write(mayor, alone);
	await expectWords(mayor, OFFLINE);
	await expect(mayor.getByText(/Vous êtes hors ligne depuis/)).toBeVisible();
	await expect(mayor.getByText(/vos \d+ modifications sont gardées ici/)).toBeVisible();
	const meanwhile = tokensOf('professional', 'pendant');
	await newLineAtTheEnd(others[0]!);
	await write(others[0]!, meanwhile);
	await expectWords(others[0]!, SAVED);
	expect(await countOf(mayor, meanwhile)).toEqual(meanwhile.map(() => 0));

	await mayor.context().setOffline(false);
	await expectWords(mayor, SAVED);
	await expectOnce(pages, [...before, ...alone, ...meanwhile]);
	await expect(mayor.getByText(/Vous êtes hors ligne depuis/)).toHaveCount(0);
	expect(await readDiagnosis(mayor)).toContain('par requêtes (HTTP)');
});

test('HTTP RO-1 the evaluator behind such a network reads what is written, live, and cannot write', async ({
	browser,
}) => {
	const context = await browser.newContext({ baseURL: server.origin });
	contexts.push(context);
	await stopWebsockets(context);
	await enter(context, 'evaluator');
	const page = await context.newPage();
	await page.goto('/64/diagnostic');
	await expectWords(page, 'Lecture seule');
	const writer = await browser.newContext({ baseURL: server.origin });
	contexts.push(writer);
	await enter(writer, 'mayor');
	const other = await writer.newPage();
	await openDiagnosis(other);
	await newLineAtTheEnd(other);
	const tokens = tokensOf('mayor', 'lu');
	await write(other, tokens);
	await expectOnce([page, other], tokens);
	await expect(page.locator('.ProseMirror')).toHaveAttribute('contenteditable', 'false');
	expect(await readDiagnosis(page)).toContain('par requêtes (HTTP)');
});
