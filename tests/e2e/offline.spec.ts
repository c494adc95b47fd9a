import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { CHROMIUM, CHROMIUM_FLAGS } from '../support/chromium.ts';
import { openAs, signIn } from '../support/people.ts';
import { expectWords, OFFLINE, SAVED, SAVING, WAITING } from '../support/save-words.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { countOf, editorOf, newLineAtTheEnd, openDiagnosis } from '../support/writing.ts';

let server: TestServer;
let profile: string;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startServer();
});
test.beforeEach(async () => {
	profile = await mkdtemp(join(tmpdir(), 'terrimed-profile-'));
	// Where the test before has left it stopped.
	if (!server.isRunning()) await server.start();
});
test.afterEach(async () => {
	server.release();
	for (const context of opened.splice(0)) await context.close().catch(() => undefined);
	await rm(profile, { recursive: true, force: true });
});
test.afterAll(() => server.stop());

/** A browser that keeps what it has between two launches, as a person's does. */
async function launch(): Promise<{ browser: BrowserContext; page: Page }> {
	const browser = await chromium.launchPersistentContext(profile, {
		executablePath: CHROMIUM,
		args: CHROMIUM_FLAGS,
		baseURL: server.origin,
		locale: 'fr-FR',
		timezoneId: 'Europe/Paris',
		viewport: { width: 1440, height: 900 },
		serviceWorkers: 'allow',
	});
	opened.push(browser);
	const page = browser.pages()[0] ?? (await browser.newPage());
	return { browser, page };
}

const tokensOf = (step: string, count = 4): string[] =>
	Array.from({ length: count }, (_, index) => `⟦${step}-${index}⟧`);

async function write(page: Page, step: string): Promise<string[]> {
	const tokens = tokensOf(step);
	await newLineAtTheEnd(page);
	for (const token of tokens) await page.keyboard.insertText(`${token} `);
	return tokens;
}

async function expectOnce(page: Page, tokens: readonly string[]): Promise<void> {
	await expect.poll(() => countOf(page, tokens), { timeout: 60_000 }).toEqual(tokens.map(() => 1));
}

/** The program and the page are kept on the device from now on. */
async function keptForOffline(page: Page, path: string): Promise<void> {
	await expect
		.poll(() => page.evaluate(async (at) => (await caches.match(at)) !== undefined, path), {
			timeout: 90_000,
		})
		.toBe(true);
}

/** What this browser keeps of pages and documents. */
function keptHere(page: Page): Promise<{ pages: number; copies: number }> {
	return page.evaluate(async () => {
		const pages = (await caches.has('pages')) ? (await (await caches.open('pages')).keys()).length : 0;
		const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
		return { pages, copies: names.filter((name) => name.startsWith('terrimed:')).length };
	});
}

test('OFFLINE (F9) edits outlive a browser closed without a network; the page opens without one; all is merged once', async ({
	browser: others,
}) => {
	const first = await launch();
	await signIn(first.page, 'mayor');
	// By the links of the space, as one goes: the page itself is never loaded whole.
	await first.page.goto('/64');
	await first.page.getByRole('link', { name: 'Diagnostic', exact: true }).first().click();
	await expect(editorOf(first.page)).toHaveAttribute('contenteditable', 'true');
	const before = await write(first.page, 'avant');
	await expectWords(first.page, SAVED);
	await keptForOffline(first.page, '/64/diagnostic');

	await server.stop();
	await expectWords(first.page, OFFLINE);
	const alone = await write(first.page, 'seul');
	await expectWords(first.page, OFFLINE);
	await expect(first.page.getByText(/vos \d+ modifications sont gardées ici/)).toBeVisible();
	await first.browser.close();

	// Somebody else goes on meanwhile.
	await server.start();
	const other = await openAs(others, server.origin, 'professional');
	opened.push(other.context);
	await openDiagnosis(other.page);
	const meanwhile = await write(other.page, 'pendant');
	await expectWords(other.page, SAVED);
	expect(await countOf(other.page, alone)).toEqual(alone.map(() => 0));
	await server.stop();

	// The next morning, in the train: no network, and the text is there with what was written last.
	const second = await launch();
	await second.page.goto('/64/diagnostic');
	await expect(editorOf(second.page)).toHaveAttribute('contenteditable', 'true');
	await expectOnce(second.page, [...before, ...alone]);
	expect(await countOf(second.page, meanwhile)).toEqual(meanwhile.map(() => 0));
	await expectWords(second.page, OFFLINE);
	await expect(second.page.getByText(/Vous êtes hors ligne depuis/)).toBeVisible();
	await expect(second.page.getByText(/vos \d+ modifications sont gardées ici/)).toBeVisible();
	const later = await write(second.page, 'plus-tard');
	await expectWords(second.page, OFFLINE);

	await server.start();
	await expectWords(second.page, SAVED, 60_000);
	const all = [...before, ...alone, ...meanwhile, ...later];
	for (const page of [second.page, other.page]) await expectOnce(page, all);
	await expect(second.page.getByText(/Vous êtes hors ligne depuis/)).toHaveCount(0);
});

test('OFFLINE an address that is not kept says so, and leads to those that are', async () => {
	const { page } = await launch();
	await signIn(page, 'mayor');
	await page.goto('/64/diagnostic');
	await keptForOffline(page, '/64/diagnostic');
	await page.goto('/64/plan/5-1');
	await expectWords(page, SAVED);
	await keptForOffline(page, '/64/plan/5-1');
	await page.goto('/64/diagnostic');
	await expect(editorOf(page)).toBeVisible();
	await server.stop();
	await page.goto('/');
	await expect(page.getByRole('heading', { name: 'Vous êtes hors ligne' })).toBeVisible();
	await page.getByRole('link', { name: /Diagnostic/ }).click();
	await expect(editorOf(page)).toHaveAttribute('contenteditable', 'true');
	await expectWords(page, OFFLINE);

	// What a page asks for later only, nobody has been to yet: the tools of tables, and the editor of a description.
	await newLineAtTheEnd(page);
	await page.getByRole('button', { name: 'Tableau', exact: true }).click();
	await page.getByRole('menuitem', { name: /^Ajouter un tableau/ }).click();
	const table = editorOf(page).locator('table').last();
	await expect(table.locator('tr')).toHaveCount(3);
	await page.getByRole('button', { name: 'Tableau', exact: true }).click();
	await page.getByRole('menuitem', { name: 'Ajouter une ligne au-dessous' }).click();
	await expect(table.locator('tr')).toHaveCount(4);
	await page.goto('/64/plan/5-1');
	const description = page.getByRole('textbox', { name: 'Description' });
	await description.focus();
	await expect(description).toHaveAttribute('contenteditable', 'true');
	await page.keyboard.insertText('⟦hors-ligne⟧');
	await expect(description).toContainText('⟦hors-ligne⟧');
	await expectWords(page, OFFLINE);
	// The sheet of icons has come from the device too.
	const icon = page.locator('svg.lucide-icon > use').first();
	expect(await icon.evaluate((use: SVGUseElement) => use.getBBox().width)).toBeGreaterThan(0);
});

test('OFFLINE the device keeps home, documents and plan, and nothing of registries, members and indicators', async () => {
	const { page } = await launch();
	await signIn(page, 'facilitator');
	await page.goto('/64/diagnostic');
	await keptForOffline(page, '/64/diagnostic');
	// As a program before this one kept it.
	await page.evaluate(async () => {
		const pages = await caches.open('pages');
		await pages.put(
			'/64/membres',
			new Response('<title>Membres</title>', { headers: { date: new Date().toUTCString() } }),
		);
	});
	await page.goto('/64/medecins');
	await page.locator('tbody a').first().click();
	await expect(page.getByRole('complementary', { name: /^Fiche/ })).toBeVisible();
	for (const path of ['/64/internes', '/64/indicateurs', '/64/donnees-personnelles', '/64/plan']) {
		await page.goto(path);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	}
	await page.getByRole('link', { name: 'Accueil', exact: true }).first().click();
	await keptForOffline(page, '/64');
	await page.evaluate(async () => (await navigator.serviceWorker.ready).unregister());
	await page.goto('/64/diagnostic');
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	const places = () =>
		page.evaluate(async () => {
			const kept = await (await caches.open('pages')).keys();
			return [...new Set(kept.map(({ url }) => new URL(url).pathname.replace('/__data.json', '')))].sort();
		});
	await expect.poll(places).toEqual(['/64', '/64/diagnostic', '/64/plan']);

	await server.stop();
	await page.goto('/64/medecins');
	await expect(page.getByRole('heading', { name: 'Vous êtes hors ligne' })).toBeVisible();
});

test('OFFLINE after signing out nothing is left on the device, for nobody: not the next account, not without a network', async () => {
	const { page } = await launch();
	await signIn(page, 'mayor');
	await openDiagnosis(page);
	const mine = await write(page, 'mairie');
	await expectWords(page, SAVED);
	await page.reload();
	await keptForOffline(page, '/64/diagnostic');
	expect((await keptHere(page)).copies).toBeGreaterThan(0);

	await page.goto('/compte');
	await page
		.locator('form[action="/deconnexion"] button')
		.first()
		.evaluate((button: HTMLButtonElement) => button.click());
	await expect(page).toHaveURL(/connexion/);
	await expect.poll(() => keptHere(page)).toEqual({ pages: 0, copies: 0 });
	await server.stop();
	await page.goto('/64/diagnostic');
	await expect(page.getByRole('heading', { name: 'Vous êtes hors ligne' })).toBeVisible();
	expect(await page.content()).not.toContain(mine[0]);

	await server.start();
	await signIn(page, 'stranger');
	await server.stop();
	await page.goto('/64/diagnostic');
	await expect(page.getByRole('heading', { name: 'Vous êtes hors ligne' })).toBeVisible();
	await expect(page.getByRole('link', { name: /Pyrénées|Diagnostic/ })).toHaveCount(0);
});

test('OFFLINE (F9) leaving with something that is not sent asks first; with all sent it does not', async ({
	browser,
}) => {
	const { context, page } = await openAs(browser, server.origin, 'mayor');
	opened.push(context);
	await openDiagnosis(page);
	await expectWords(page, SAVED);
	server.hold();
	await write(page, 'retenu');
	await expectWords(page, WAITING);
	const asked = page.waitForEvent('dialog');
	await page.close({ runBeforeUnload: true });
	const dialog = await asked;
	expect(dialog.type()).toBe('beforeunload');
	await dialog.dismiss();
	server.release();
	await expectWords(page, SAVED);
	const closed = page.waitForEvent('close');
	await page.close({ runBeforeUnload: true });
	await closed;
});

test('LINE-4 (F28) a page that was frozen while others wrote comes back to the same text, and says the truth', async ({
	browser,
}) => {
	const sleeper = await openAs(browser, server.origin, 'mayor');
	const other = await openAs(browser, server.origin, 'professional');
	opened.push(sleeper.context, other.context);
	await openDiagnosis(sleeper.page);
	await openDiagnosis(other.page);
	await expectWords(sleeper.page, SAVED);
	// What is written just before is on its way when the page stops.
	server.hold();
	const before = await write(sleeper.page, 'endormi');
	await expectWords(sleeper.page, SAVING);
	const devtools = await sleeper.context.newCDPSession(sleeper.page);
	const since = Date.now();
	await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
	server.release();
	const meanwhile = await write(other.page, 'éveillé');
	await expectWords(other.page, SAVED);
	await expect.poll(() => Date.now() - since, { timeout: 30_000 }).toBeGreaterThan(15_000);
	await devtools.send('Page.setWebLifecycleState', { state: 'active' });
	await expectWords(sleeper.page, SAVED);
	for (const page of [sleeper.page, other.page]) await expectOnce(page, [...before, ...meanwhile]);
});

test('LINE-3 (F28) a line on which nobody answers is said to wait, never to be saved, and all arrives once', async ({
	browser,
}) => {
	const first = await openAs(browser, server.origin, 'mayor');
	const second = await openAs(browser, server.origin, 'professional');
	opened.push(first.context, second.context);
	for (const { page } of [first, second]) {
		await openDiagnosis(page);
		await expectWords(page, SAVED);
	}
	server.hold();
	const since = Date.now();
	const mine = await write(first.page, 'un');
	const theirs = await write(second.page, 'deux');
	for (const { page } of [first, second]) await expectWords(page, WAITING, 10_000);
	// Long enough for both pages to give the line up and try others, in vain.
	await expect.poll(() => Date.now() - since, { timeout: 40_000 }).toBeGreaterThan(25_000);
	for (const { page } of [first, second]) await expect(page.getByText(SAVED, { exact: true })).toHaveCount(0);
	server.release();
	for (const { page } of [first, second]) {
		await expectWords(page, SAVED, 60_000);
		await expectOnce(page, [...mine, ...theirs]);
	}
});
