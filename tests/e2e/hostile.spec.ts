import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import type * as Y from 'yjs';
import { DocumentSession } from '#lib/collaboration/document-session.ts';
import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import { encodeAnchor, anchorAt } from '#lib/documents/comment-anchor.content.ts';
import { encodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { readFlatText } from '#lib/documents/flat-text.content.ts';
import { cookieSocket } from '../chaos/cookie-socket.ts';
import { TEXT_PAYLOADS, writeActionPayload, writeTextPayloads } from '../support/hostile-payloads.ts';
import { CANARY, HOSTILE_HOST } from '../support/hostile-values.ts';
import { openAs, sessionCookie } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { editorOf } from '../support/writing.ts';

const ACTIONS = 100;
const AT_ONCE = 100;
const HOSTILE_WORDS = `"><img src=x onerror=${CANARY}(0)> [x](javascript:${CANARY}(0)) https://${HOSTILE_HOST}/`;

let server: TestServer;
const opened: BrowserContext[] = [];
/** Ids of the diagnosis and of the plan, and of one hostile action. */
const ids = { diagnosis: '', plan: '', action: '' };

/** What an attacker's own program does: updates that no page of ours would make, as somebody who may write. */
async function inject(
	documentId: string,
	cookie: string,
	write: (doc: Y.Doc, at: number) => void,
	count: number,
) {
	const session = new DocumentSession({
		documentId,
		access: 'write',
		server: server.origin.replace('http', 'ws'),
		openLocalCopy: null,
		socket: cookieSocket(cookie, CURRENT_SCHEMA_VERSION),
	});
	await session.ready;
	for (let at = 0; at < count; at += AT_ONCE) {
		write(session.doc, at);
		while (session.pending > 0) await pause(20);
	}
	return session;
}

test.beforeAll(async () => {
	server = await startOnPostgres();
	const cookie = await sessionCookie(server.origin, 'professional');
	const list = await fetch(`${server.origin}/api/departements/64/documents`, { headers: { cookie } });
	for (const { id, kind } of (await list.json()) as { id: string; kind: string }[]) {
		if (kind === 'diagnosis' || kind === 'plan') ids[kind] = id;
	}
	const text = await inject(
		ids.diagnosis,
		cookie,
		(doc, at) => writeTextPayloads(doc, at, at + AT_ONCE),
		TEXT_PAYLOADS,
	);
	const anchor = anchorAt(readFlatText(contentOf(text.doc)), 0, 12);
	const plan = await inject(
		ids.plan,
		cookie,
		(doc, at) => {
			for (let index = at; index < at + AT_ONCE; index += 1) ids.action = writeActionPayload(doc, index);
		},
		ACTIONS,
	);
	// The rows of the plan that it asks for are read from the log a moment after.
	const post = (path: string, body: object): Promise<void> =>
		expect
			.poll(async () => {
				const headers = { cookie, 'content-type': 'application/json', origin: server.origin };
				const sent = { method: 'POST', headers, body: JSON.stringify(body) };
				const answer = await fetch(`${server.origin}/64/${path}`, sent);
				return answer.ok ? 'written' : answer.text();
			})
			.toBe('written');
	const said = { body: HOSTILE_WORDS, mentions: [] };
	const place = anchor === null ? '' : encodeAnchor(anchor);
	await post(`documents/${ids.diagnosis}/commentaires`, { do: 'start', anchor: place, ...said });
	const proposal = { do: 'propose', anchor: place, at: null, proposed: HOSTILE_WORDS, reason: HOSTILE_WORDS };
	await post(`documents/${ids.diagnosis}/propositions`, proposal);
	const onAction = encodeActionAnchor({ actionId: ids.action, field: null });
	await post(`documents/${ids.plan}/commentaires`, { do: 'start', anchor: onAction, ...said });
	const value = {
		do: 'propose',
		actionId: ids.action,
		field: 'title',
		to: HOSTILE_WORDS,
		reason: HOSTILE_WORDS,
	};
	await post('plan/propositions', value);
	text.close();
	plan.close();
});
test.afterAll(async () => {
	for (const context of opened) await context.close();
	await server.stop();
});

/** Writes down what a payload would do, before anything of a page has run. */
async function watch(page: Page): Promise<string[]> {
	const ran: string[] = [];
	await page.exposeFunction(CANARY, (index: unknown) => void ran.push(`payload ${String(index)} ran`));
	page.on('dialog', (dialog) => {
		if (dialog.type() === 'beforeunload') return void dialog.accept();
		ran.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('request', (request) => {
		if (request.url().includes(HOSTILE_HOST)) ran.push(`asked for ${request.url()}`);
	});
	page.on('pageerror', (error) => ran.push(`error: ${error.message}`));
	await page.exposeFunction(
		'policyBroken',
		(what: string) => void ran.push(`refused by the policy: ${what}`),
	);
	await page.addInitScript(() => {
		const tell = (window as unknown as { policyBroken(what: string): void }).policyBroken;
		addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
			tell(`${violatedDirective} ${blockedURI} ${sample}`),
		);
	});
	return ran;
}

/** What in the page could run or lead away: nothing of it may come from a document, whatever the policy would refuse. */
function dangersIn(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const dangers: string[] = [];
		for (const element of document.querySelectorAll('body *')) {
			const name = element.localName;
			// A script of ours bears the number that the server drew for this page; a text has no way to know it.
			const isOurs = element instanceof HTMLScriptElement && element.nonce !== '';
			if (/^(?:iframe|object|embed|base|form-x|math)$/.test(name) || (name === 'script' && !isOurs))
				dangers.push(`<${name}>`);
			for (const { name: key, value } of element.attributes) {
				if (key.startsWith('on') || key === 'srcdoc') dangers.push(`${name} ${key}`);
				const leads = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'background'].includes(
					key,
				);
				if (leads && /^[\s\u0000-\u0020]*(?:javascript|vbscript|data:(?!image\/))/i.test(value))
					dangers.push(`${name} ${key}=${value}`);
				if (key === 'style' && /url\(|expression/i.test(value)) dangers.push(`${name} style=${value}`);
				if (
					key === 'src' &&
					new URL(value, location.href).origin !== location.origin &&
					!value.startsWith('data:')
				)
					dangers.push(`${name} src=${value}`);
			}
		}
		return dangers;
	});
}

test(`${TEXT_PAYLOADS} hostile nodes and attributes run nowhere: page, history, plan, comments, exports, for writers and the evaluator`, async ({
	browser,
}) => {
	const address = `https://${HOSTILE_HOST}/**`;
	const pages = {
		mayor: [`/64/diagnostic`, `/64/plan`],
		evaluator: [
			'/64/diagnostic',
			'/64/diagnostic/historique',
			`/64/documents/${ids.diagnosis}/historique/${new Date().toISOString()}`,
			`/64/recherche?q=${CANARY}`,
			'/64/plan',
			'/64/plan?vue=colonnes',
			'/64/plan?vue=frise',
		],
	};
	const before = new Map<string, string>();
	for (const person of ['mayor', 'evaluator'] as const) {
		const { context, page } = await openAs(browser, server.origin, person);
		opened.push(context);
		for (const id of [ids.diagnosis, ids.plan]) {
			const { sha256 } = (await (await page.request.get(`/api/documents/${id}/content`)).json()) as {
				sha256: string;
			};
			// Whoever may write has opened both by then, and has written nothing by it.
			expect(before.get(id) ?? sha256).toBe(sha256);
			before.set(id, sha256);
		}
		await context.route(address, (route) => route.abort());
		const ran = await watch(page);
		for (const path of pages[person]) {
			await test.step(`${person}: ${path}`, async () => {
				const answer = await page.goto(path);
				expect(answer?.status()).toBe(200);
				await page.waitForLoadState('networkidle');
				if (person === 'mayor') await expect(page.locator('[data-save="saved"]')).toBeVisible();
				if (path === '/64/diagnostic') {
					await expect(editorOf(page)).toBeVisible();
					await expect(editorOf(page).locator('.callout').first()).toBeAttached();
				}
				expect(await page.locator('body').textContent()).toContain(CANARY);
				expect(await dangersIn(page)).toEqual([]);
				expect(ran).toEqual([]);
			});
		}
	}
});

test('the sheet and the panel of a hostile action, its comments and suggestions', async ({ browser }) => {
	const { context, page } = await openAs(browser, server.origin, 'evaluator');
	opened.push(context);
	const ran = await watch(page);
	await page.goto('/64/plan');
	const number = await page
		.locator(`[data-action="${ids.action}"]`)
		.first()
		.locator('a[href]')
		.first()
		.getAttribute('href');
	for (const path of [number ?? '', `${number}/fiche`]) {
		await page.goto(path);
		await page.waitForLoadState('networkidle');
		await expect(page.getByText(HOSTILE_WORDS.slice(0, 20)).first()).toBeAttached();
		expect(await dangersIn(page)).toEqual([]);
	}
	await page.goto('/64/diagnostic');
	await page.getByRole('button', { name: /^Commentaires/ }).click();
	await expect(page.getByRole('complementary', { name: 'Commentaires' })).toContainText(`onerror=${CANARY}`);
	expect(await dangersIn(page)).toEqual([]);
	await page.getByRole('button', { name: /^Propositions\s:/ }).click();
	await expect(page.getByRole('complementary', { name: 'Propositions' })).toContainText(`onerror=${CANARY}`);
	expect(await dangersIn(page)).toEqual([]);
	expect(ran).toEqual([]);
});

test('a web page taken away runs nothing, even without its own policy', async ({ browser }) => {
	const { context, page } = await openAs(browser, server.origin, 'evaluator');
	opened.push(context);
	const answer = await page.request.get(`/api/documents/${ids.diagnosis}/export?format=html&comments=1`);
	const html = (await answer.text()).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
	expect(html).toContain(CANARY);
	const ran = await watch(page);
	await page.route('**/taken-away', (route) => route.fulfill({ contentType: 'text/html', body: html }));
	await page.goto('/taken-away');
	await page.waitForLoadState('networkidle');
	expect(await dangersIn(page)).toEqual([]);
	expect(ran).toEqual([]);
});
