import { expect, test } from '@playwright/test';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as Y from 'yjs';
import { MESSAGE } from '#lib/collaboration/protocol.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { account } from '#lib/server/accounts/account.tables.ts';
import { invitation, mandate, organisation } from '#lib/server/committee/committee.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import { document, documentUpdate } from '#lib/server/documents/document.tables.ts';
import { encodePresence, encodeUpdate } from '#server/collaboration/messages.ts';
import { HttpLine } from '#server/collaboration/testing/http-line.ts';
import { PASSWORD } from '../support/people.ts';
import { frameOf, RawLine } from '../support/raw-line.ts';
import { knock } from '../support/route-knock.ts';
import { EXPECTATIONS } from '../support/doors/doors.ts';
import type { Expectation, Targets } from '../support/route-rights.ts';
import { listRouteOperations, operationKey, type RouteOperation } from '../support/route-tree.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { withDatabase } from '../support/server-database.ts';
import { storedWords } from '../support/stored-words.ts';

/** In everything that is typed or sent here, and in nothing else. */
const MARK = 'Canari';

const FACILITATOR = 'animatrice64@exemple.test';
/** Whose mandate is ended on the way. */
const MAYOR = 'maire64@exemple.test';
const MEMBER = 'cpts64@exemple.test';
const READER = 'ars@exemple.test';
const ADMINISTRATOR = 'admin@exemple.test';
const NEW_PASSWORD = `${MARK} est un mot de passe assez long`;

/** What must have happened, so that the silence of the log means something. */
const EVENTS = [
	'collaboration.forged-client',
	'collaboration.quarantined',
	'collaboration.load-failed',
	'projection.failed',
	'fault',
];

let server: TestServer;
/** Words that no table holds in clear: passwords, cookies, tokens. */
const secrets = new Set<string>([NEW_PASSWORD]);
let count = 0;

const mark = (what: string): string => `${MARK} ${what} ${(count += 1)}`;

test.describe.configure({ mode: 'serial', timeout: 600_000 });

function post(path: string, cookie: string, form: Record<string, string>): Promise<Response> {
	return fetch(server.origin + path, {
		method: 'POST',
		redirect: 'manual',
		headers: {
			cookie,
			origin: server.origin,
			accept: 'text/html',
			'user-agent': `Mozilla/5.0 (${MARK}) Firefox/140.0`,
			'content-type': 'application/x-www-form-urlencoded',
		},
		body: new URLSearchParams(form).toString(),
	});
}

async function signIn(email: string, password = PASSWORD): Promise<string> {
	const response = await post('/connexion', '', { email, password });
	expect(response.status, email).toBe(303);
	return keep(response.headers.getSetCookie()[0]?.split(';')[0] ?? '');
}

/** The cookie, whose value is remembered as a secret. */
function keep(cookie: string): string {
	expect(cookie).toContain('=');
	secrets.add(cookie.slice(cookie.indexOf('=') + 1));
	return cookie;
}

/** The token in the last mail to this address. */
async function tokenSentTo(email: string, path: string): Promise<string> {
	const folder = join(server.dataDirectory, 'mails');
	let token = '';
	await expect
		.poll(async () => {
			for (const name of (await readdir(folder).catch(() => [])).sort()) {
				const text = (await readFile(join(folder, name), 'utf8'))
					.replaceAll('=\r\n', '')
					.replaceAll('=\n', '');
				const found = new RegExp(`/${path}/([\\w-]{20,})`).exec(text);
				if (text.toLowerCase().includes(email.toLowerCase()) && found?.[1] !== undefined) token = found[1];
			}
			return token;
		})
		.not.toBe('');
	secrets.add(token);
	return token;
}

/** What is there of the committee of 64 to name. */
async function readTargets(db: Database): Promise<Targets> {
	const documents = await db.select().from(document).where(eq(document.departmentCode, '64'));
	const [seat] = await db
		.select({ id: mandate.id })
		.from(mandate)
		.innerJoin(account, eq(account.id, mandate.accountId))
		.where(and(eq(mandate.departmentCode, '64'), isNull(mandate.endedAt), eq(account.email, MAYOR)));
	const [sent] = await db.select().from(invitation).where(eq(invitation.departmentCode, '64'));
	const [body] = await db.select().from(organisation).where(eq(organisation.departmentCode, '64'));
	const [regional] = await db.select().from(mandate).where(isNull(mandate.departmentCode));
	const idOf = (kind: string): string => documents.find((one) => one.kind === kind)?.id ?? '';
	return {
		code: '64',
		diagnosisId: idOf('diagnosis'),
		planId: idOf('plan'),
		note: () => idOf('note'),
		mandate: () => seat?.id ?? '',
		invitation: () => sent?.id ?? '',
		imageId: idOf('diagnosis'),
		organisationId: body?.id ?? '',
		seniorDoctorId: '',
		welcomedId: '01900000-0000-7000-8000-000000000001',
		welcomeCommune: '64371',
		valueId: '01900000-0000-7000-8000-000000000001',
		objectionId: '01900000-0000-7000-8000-000000000001',
		attachmentId: '01900000-0000-7000-8000-000000000001',
		regionalMandateId: regional?.id ?? '',
	};
}

/** The same request with the mark in everything that it says. */
function marked({ kind, name }: RouteOperation, expectation: Expectation): Expectation {
	const { form, json, ...rest } = expectation;
	const query = kind === 'action' && name !== 'default' ? `?/${name}` : (expectation.query ?? '?q=x');
	return {
		...rest,
		query: `${query}&${MARK}=${encodeURIComponent(mark('question'))}`,
		...(form && { form: (to: Targets) => markedForm({ ...form(to), [MARK]: '' }) }),
		...(json !== undefined && { json: markedJson(json) }),
	};
}

function markedForm(form: Record<string, string>): Record<string, string> {
	const address = (): string => `${MARK}-${(count += 1)}@exemple.test`;
	return Object.fromEntries(
		Object.keys(form).map((field) => [field, field === 'email' ? address() : mark(field)]),
	);
}

function markedJson(value: unknown): unknown {
	if (typeof value === 'string') return mark('json');
	if (Array.isArray(value)) return value.map(markedJson);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, markedJson(inside)]));
}

/** A document that somebody has on their page. */
async function copyOf(documentId: string, cookie: string): Promise<{ doc: Y.Doc; line: RawLine }> {
	const doc = new Y.Doc();
	const line = new RawLine({ origin: server.origin, cookie, documentId });
	await line.say(frameOf(doc, (own) => write(own)));
	await line.hears(MESSAGE.saved);
	return { doc, line };
}

function write(doc: Y.Doc): void {
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.insert(0, [new Y.XmlText(mark('paragraphe'))]);
	contentOf(doc).push([paragraph]);
}

let documents: Targets;

test('accounts: right and wrong passwords, a reset, an invitation taken up, nothing of it in the log', async () => {
	server = await startOnPostgres({ LOG_LEVEL: 'debug', LIMIT_SNAPSHOT_AFTER: '2' });
	await server.stop();
	documents = await withDatabase(server, readTargets);
	await server.start();
	const facilitator = await signIn(FACILITATOR);

	for (const email of [FACILITATOR, `${MARK}.inconnue@exemple.test`, MARK]) {
		expect((await post('/connexion', '', { email, password: mark('mot de passe') })).status).not.toBe(303);
		await post('/mot-de-passe/oubli', '', { email });
	}
	const reset = await tokenSentTo(FACILITATOR, 'mot-de-passe');
	await post(`/mot-de-passe/${reset}`, '', { password: MARK });
	expect((await post(`/mot-de-passe/${reset}`, '', { password: NEW_PASSWORD })).status).toBe(303);
	expect((await post(`/mot-de-passe/${reset}`, '', { password: NEW_PASSWORD })).status).not.toBe(303);
	const again = await signIn(FACILITATOR, NEW_PASSWORD);
	expect(again).not.toBe(facilitator);

	const email = `${MARK}.invitee@exemple.test`;
	const invited = await post('/64/membres/inviter', again, {
		...(EXPECTATIONS['action /[departement=department]/membres/inviter default']?.form?.(documents) ?? {}),
		displayName: mark('Nom'),
		email,
		title: mark('fonction'),
	});
	expect(invited.status).toBe(303);
	const token = await tokenSentTo(email, 'invitation');
	await fetch(`${server.origin}/invitation/${token}`);
	const accepted = await post(`/invitation/${token}?/create`, '', {
		displayName: mark('Nom'),
		password: NEW_PASSWORD,
	});
	expect(accepted.status).toBe(303);
	keep(accepted.headers.getSetCookie()[0]?.split(';')[0] ?? '');
	await post('/deconnexion', facilitator, {});
});

test('co-editing: by websocket and HTTP, refused, forged, too old, too much removed', async () => {
	const [mayor, member, reader] = [await signIn(MAYOR), await signIn(MEMBER), await signIn(READER)];
	const { diagnosisId, planId } = documents;
	const { origin } = server;

	const plan = new RawLine({ origin, cookie: mayor, documentId: planId });
	const action = { proposition: 1, title: mark('action'), obstacles: mark('obstacles') } as const;
	await plan.say(frameOf(new Y.Doc(), (doc) => void createAction(doc, action, null)));
	await plan.hears(MESSAGE.saved);
	const { doc, line } = await copyOf(diagnosisId, mayor);
	await line.say(
		encodePresence([
			{ clientId: doc.clientID, clock: 1, json: JSON.stringify({ at: { section: mark('lieu') } }) },
		]),
	);
	const http = new HttpLine({ origin, cookie: member, documentId: diagnosisId, headers: { origin } });
	await http.open();
	expect((await http.post([frameOf(new Y.Doc(), write)]))?.durable).toBe(true);
	http.leave();

	/** One line each: what it says, and how it is heard to have been dealt with. */
	const say = (cookie: string, frame: Uint8Array | string): RawLine => {
		const raw = new RawLine({ origin, cookie, documentId: diagnosisId });
		void raw.say(frame);
		return raw;
	};
	const forged = new Y.Doc();
	Y.applyUpdate(forged, Y.encodeStateAsUpdate(doc));
	forged.clientID = doc.clientID;
	const refused = [
		say(member, frameOf(forged, write)),
		say(member, Buffer.from(`\x01${mark('trame')}`)),
		say(member, mark('texte')),
		say(member, encodeUpdate(Buffer.from(mark('mise à jour')))),
		say(member, Buffer.alloc(1_100_000, MARK)),
		new RawLine({ origin, cookie: member, documentId: diagnosisId, schema: MARK }),
		new RawLine({ origin, cookie: member, documentId: encodeURIComponent(mark('document')) }),
		new RawLine({ origin, cookie: `${mayor.split('=')[0]}=${MARK}`, documentId: diagnosisId }),
		new RawLine({
			origin,
			cookie: member,
			documentId: diagnosisId,
			headers: { origin: `https://${MARK}.example` },
		}),
	];
	for (const [index, raw] of refused.entries()) expect(await raw.ends(), String(index)).toBeGreaterThan(400);
	// Of these nothing comes: the one has no right to write, the other is of a type that nobody knows.
	const silent = [say(reader, frameOf(new Y.Doc(), write)), say(member, Buffer.from(mark('type')))];

	const older = new RawLine({ origin, cookie: mayor, documentId: diagnosisId, schema: '0' });
	await older.say(frameOf(new Y.Doc(), write));
	await older.hears(MESSAGE.quarantined);
	for (const raw of [plan, line, older, ...silent]) raw.leave();
});

test('every operation of every route, as it should be and with the mark in all that it says', async () => {
	test.setTimeout(600_000);
	for (const [email, password] of [
		[FACILITATOR, NEW_PASSWORD],
		[ADMINISTRATOR, PASSWORD],
	] as const) {
		const cookie = await signIn(email, password);
		for (const operation of listRouteOperations()) {
			const expectation = EXPECTATIONS[operationKey(operation)];
			if (expectation === undefined) continue;
			const asked = [marked(operation, expectation), ...(expectation.refusalsOnly ? [] : [expectation])];
			for (const one of asked) {
				const { origin } = server;
				await knock({ origin, cookie, operation, expectation: one, targets: documents });
			}
		}
	}
	for (const path of [
		`/${MARK}`,
		`/64/documents/${MARK}`,
		`/%E0%A4%A${MARK}`,
		`/api/departements/64/${MARK}`,
	]) {
		const answer = await fetch(server.origin + path, { redirect: 'manual' });
		expect(answer.status, path).toBeGreaterThan(300);
	}
});

test('a document that cannot be read, a page that fails, a stop with people in: the log still holds no word', async () => {
	const cookie = await signIn(MEMBER);
	const made = await post('/64/documents', cookie, { kind: 'note', title: mark('note') });
	const noteId = /documents\/([0-9a-f-]{36})/.exec(made.headers.get('location') ?? '')?.[1] ?? '';
	expect(noteId).not.toBe('');
	await server.stop();
	await withDatabase(server, (db) => spoil(db, noteId));
	await server.start();
	const again = await signIn(MEMBER);
	const failing = new RawLine({ origin: server.origin, cookie: again, documentId: noteId });
	expect(await failing.ends()).toBe(1011);
	expect(
		(await fetch(`${server.origin}/64/documents/${noteId}`, { headers: { cookie: again } })).status,
	).toBe(500);
	const { line } = await copyOf(documents.diagnosisId, again);
	expect(await server.stop()).toBe(0);
	expect(await line.ends()).toBe(1012);

	const log = server.errors();
	const told = log
		.split('\n')
		.filter((text) => text.startsWith('{'))
		.map((text) => (JSON.parse(text) as { event: string }).event);
	expect(EVENTS.filter((event) => !told.includes(event))).toEqual([]);
	expect(log.match(new RegExp(`.{0,80}${MARK}.{0,80}`, 'gi'))).toBeNull();
	const words = [...secrets, ...(await storedWords(server))];
	expect(words.length).toBeGreaterThan(500);
	expect(words.filter((word) => log.includes(word))).toEqual([]);
});

/** A row of the log that is no update, in words. */
async function spoil(db: Database, documentId: string): Promise<void> {
	const [row] = await db
		.update(document)
		.set({ lastSeq: sql`${document.lastSeq} + 1` })
		.where(eq(document.id, documentId))
		.returning({ seq: document.lastSeq });
	if (row === undefined) throw new Error('no such document');
	await db.insert(documentUpdate).values({
		documentId,
		seq: row.seq,
		bytes: Buffer.from(mark('octets')),
		accountId: null,
		clientId: null,
		createdAt: new Date(),
	});
}
