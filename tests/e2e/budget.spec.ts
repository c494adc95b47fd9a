import { gzipSync } from 'node:zlib';
import { expect, test, type Browser, type Page, type Response } from '@playwright/test';
import { openAs, type Person } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { editorOf } from '../support/writing.ts';

/** What a page without the editor may ask of a poor line, in bytes of gzipped script. */
const WITHOUT_EDITOR = 90_000;

/** With the editor: the diagnosis has it at once, and docs/adr/0024 says what weighs what. */
const WITH_EDITOR = 220_000;

/** An action of the plan has live text until one goes into it: its editor comes then. */
const ACTION = 163_000;

let server: TestServer;

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(() => server.stop());

interface Asked {
	/** Gzipped bytes of every script that the page asked for, itself or later. */
	script: number;
	/** Addresses of other origins. */
	elsewhere: string[];
	/** Styles that the page's script asked for: without them the first view is not the page's own. */
	lateStyles: string[];
}

/** Opens a page as somebody who comes for the first time, waits until it is `ready`, and adds up what it asked for. */
async function ask(
	browser: Browser,
	path: string,
	ready: (page: Page) => Promise<void>,
	person: Person = 'mayor',
): Promise<Asked> {
	const { context: signedIn } = await openAs(browser, server.origin, person);
	const storageState = path === '/connexion' ? undefined : await signedIn.storageState();
	await signedIn.close();
	// The service worker fetches every page's scripts in its own time, and is not what a page waits for.
	const context = await browser.newContext({
		baseURL: server.origin,
		storageState,
		serviceWorkers: 'block',
	});
	// The browser's own idea of where a mouse is may lie on a link, whose page would be fetched ahead.
	await context.addInitScript(() =>
		addEventListener('mousemove', (event) => event.stopImmediatePropagation(), { capture: true }),
	);
	const page = await context.newPage();
	const scripts = new Map<string, Response>();
	const elsewhere: string[] = [];
	page.on('response', (response) => {
		if (/javascript/.test(response.headers()['content-type'] ?? '')) scripts.set(response.url(), response);
	});
	page.on('request', (request) => {
		const { origin, protocol } = new URL(request.url());
		if (protocol.startsWith('http') && origin !== server.origin) elsewhere.push(request.url());
	});
	const styles: string[] = [];
	page.on('request', (request) => {
		if (request.resourceType() === 'stylesheet') styles.push(new URL(request.url()).pathname);
	});
	const html = (await (await page.goto(path))?.text()) ?? '';
	await ready(page);
	await page.waitForLoadState('networkidle');
	const bodies = await Promise.all([...scripts.values()].map((response) => response.body()));
	await context.close();
	return {
		script: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0),
		elsewhere,
		lateStyles: styles.filter((path) => !html.includes(path)),
	};
}

for (const [path, title, person] of [
	['/connexion', 'Se connecter', 'mayor'],
	['/64', 'Avancement du plan', 'mayor'],
	['/64/membres', 'Membres', 'mayor'],
	['/64/internes', 'Ils arrivent dans mes communes', 'mayor'],
	['/64/internes', 'Ajouter une fiche', 'facilitator'],
	['/64/medecins', 'Ajouter une fiche', 'urps'],
	['/64/medecins', 'Par spécialité', 'evaluator'],
	['/64/indicateurs/saisie', 'Enregistrer', 'urps'],
	['/aide', 'Au clavier', 'mayor'],
] as const) {
	test(`${path} of ${person} is light: at most ${WITHOUT_EDITOR / 1000} kB of script, styles at once, nothing from elsewhere`, async ({
		browser,
	}) => {
		const ready = (page: Page) => expect(page.getByRole('main').getByText(title).first()).toBeVisible();
		const asked = await ask(browser, path, ready, person);
		expect(asked.elsewhere).toEqual([]);
		expect(asked.lateStyles).toEqual([]);
		expect(asked.script).toBeGreaterThan(10_000);
		expect(asked.script).toBeLessThanOrEqual(WITHOUT_EDITOR);
	});
}

test(`the diagnosis with its editor asks for at most ${WITH_EDITOR / 1000} kB of script, nothing from elsewhere`, async ({
	browser,
}) => {
	const asked = await ask(browser, '/64/diagnostic', async (page) => {
		await expect(editorOf(page)).toHaveAttribute('contenteditable', 'true');
	});
	expect(asked.elsewhere).toEqual([]);
	expect(asked.script).toBeLessThanOrEqual(WITH_EDITOR);
});

test(`an action of the plan asks for at most ${ACTION / 1000} kB of script, nothing from elsewhere`, async ({
	browser,
}) => {
	const asked = await ask(browser, '/64/plan/5-1', async (page) => {
		await expect(page.getByRole('combobox', { name: 'Statut' })).toBeVisible();
		await expect(page.getByRole('textbox', { name: 'Description' })).toBeVisible();
	});
	expect(asked.elsewhere).toEqual([]);
	// The suggestions come when there are some.
	expect(asked.lateStyles.filter((path) => !path.includes('ActionSuggestion'))).toEqual([]);
	expect(asked.script).toBeLessThanOrEqual(ACTION);
});
