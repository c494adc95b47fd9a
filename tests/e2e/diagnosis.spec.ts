import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { openAs } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { countOf, editorOf, expectSaved, newLineAtTheEnd, openDiagnosis } from '../support/writing.ts';

/** On the embedded database: what kills the server kills it too. */
let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startServer();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

const WRITERS = ['mayor', 'professional', 'facilitator'] as const;

test('three people write in the diagnosis at once, each sees all; the evaluator follows and cannot write', async ({
	browser,
}) => {
	const pages: Page[] = [];
	for (const person of WRITERS) {
		const { context, page } = await openAs(browser, server.origin, person);
		opened.push(context);
		await openDiagnosis(page);
		pages.push(page);
	}
	const evaluator = await openAs(browser, server.origin, 'evaluator');
	opened.push(evaluator.context);
	await evaluator.page.goto('/64/diagnostic');
	const tokens = WRITERS.map((person) => Array.from({ length: 10 }, (_, index) => `⟦${person}-${index}⟧`));
	for (const page of pages) await newLineAtTheEnd(page);
	await Promise.all(
		pages.map(async (page, index) => {
			for (const token of tokens[index] ?? []) await page.keyboard.insertText(`${token} `);
		}),
	);
	const all = tokens.flat();
	for (const page of [...pages, evaluator.page]) {
		await expect.poll(() => countOf(page, all), { timeout: 30_000 }).toEqual(all.map(() => 1));
	}
	for (const page of pages) await expectSaved(page);

	await expect(evaluator.page.getByText('Lecture seule').first()).toBeVisible();
	await expect(evaluator.page.getByRole('toolbar')).toHaveCount(0);
	await expect(editorOf(evaluator.page)).toHaveAttribute('contenteditable', 'false');
});

test('thirty edits made offline for a while are kept, said to be waiting, and merged once', async ({
	browser,
}) => {
	const first = await openAs(browser, server.origin, 'mayor');
	const second = await openAs(browser, server.origin, 'professional');
	opened.push(first.context, second.context);
	await openDiagnosis(first.page);
	await openDiagnosis(second.page);
	await newLineAtTheEnd(first.page);
	await expectSaved(first.page);
	await first.context.setOffline(true);
	const mine = Array.from({ length: 30 }, (_, index) => `⟦hors-ligne-${index}⟧`);
	for (const token of mine) await first.page.keyboard.insertText(`${token} `);
	await expect(first.page.getByText(/Hors ligne/).first()).toBeVisible({ timeout: 40_000 });
	const others = Array.from({ length: 10 }, (_, index) => `⟦en-ligne-${index}⟧`);
	await newLineAtTheEnd(second.page);
	await second.page.keyboard.type(others.join(' '));
	await expectSaved(second.page);
	await first.context.setOffline(false);
	const all = [...mine, ...others];
	for (const { page } of [first, second]) {
		await expect.poll(() => countOf(page, all), { timeout: 60_000 }).toEqual(all.map(() => 1));
	}
	await expectSaved(first.page);
});

test('the server killed with SIGKILL while three type: all that any of them saw is there, once', async ({
	browser,
}) => {
	const pages: Page[] = [];
	for (const person of WRITERS) {
		const { context, page } = await openAs(browser, server.origin, person);
		opened.push(context);
		await openDiagnosis(page);
		await newLineAtTheEnd(page);
		pages.push(page);
	}
	const tokens = WRITERS.map((person) =>
		Array.from({ length: 60 }, (_, index) => `⟦tué-${person}-${index}⟧`),
	);
	const typing = Promise.all(
		pages.map(async (page, index) => {
			for (const token of tokens[index] ?? []) await page.keyboard.insertText(`${token} `);
		}),
	);
	await expect
		.poll(async () => (await countOf(firstOf(pages), tokens[1] ?? []))[5], { timeout: 30_000 })
		.toBe(1);
	await server.stop('SIGKILL');
	const seen = await Promise.all(pages.map((page) => countOf(page, tokens.flat())));
	await typing;
	await server.start();
	const all = tokens.flat();
	for (const page of pages) {
		await expect.poll(() => countOf(page, all), { timeout: 60_000 }).toEqual(all.map(() => 1));
		await expectSaved(page);
	}
	// Somebody who comes with nothing on their device reads it from the server alone.
	const newcomer = await openAs(browser, server.origin, 'urps');
	opened.push(newcomer.context);
	await openDiagnosis(newcomer.page);
	await expect.poll(() => countOf(newcomer.page, all), { timeout: 30_000 }).toEqual(all.map(() => 1));
	expect(seen.flat().some((count) => count === 1)).toBe(true);
});

function firstOf(pages: readonly Page[]): Page {
	const [page] = pages;
	if (page === undefined) throw new Error('no page');
	return page;
}
