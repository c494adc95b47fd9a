import fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { CollaborationServer } from '#server/collaboration/ports/server.ts';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { contentOf, outlineOf, plainText } from '#lib/documents/document.content.ts';
import type { Role } from '#lib/committee/role.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange, buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import { openLiveDocuments } from '../../../../tests/support/live-documents.ts';
import { playEdit, textEdit } from '../../../../tests/support/random-text.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import type { Actor } from '../policies/policy.ts';
import { loadCopy } from './document.log.ts';
import { keepKeyframe, readDocumentAt } from './document-reader.ts';
import { changeDocumentState } from './document.commands.ts';
import { getDocument } from './document.queries.ts';
import { document, documentKeyframe, documentVersion } from './document.tables.ts';
import { getHistoryPage } from './history-page.queries.ts';
import { compareMoments, getContentAt, getPastDocument } from './history.queries.ts';
import { getHistory } from './sitting.queries.ts';
import { restoreMoment } from './restore.commands.ts';
import { adoptVersion, nameVersion } from './version.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let server: CollaborationServer;
let claire: string;
let maite: string;
let documentId: string;
let shared: Y.Doc;

beforeAll(async () => {
	database = await openTestDatabase();
	const { db } = database;
	const opened = openLiveDocuments(db);
	server = opened.server;
	context = buildContext({ db, live: opened.live });
	claire = await buildAccount(db, 'Claire Dufau');
	maite = await buildAccount(db, 'Maïté Irigoyen');
});
afterAll(async () => {
	await server.close();
	await database.close();
});
beforeEach(async () => {
	documentId = await buildDocument(database.db, { departmentCode: '64', kind: 'minutes' });
	shared = new Y.Doc();
});

function as(accountId: string, role: Role = 'member', departmentCode = '64'): TestContext {
	const regional = role === 'ars' || role === 'urps';
	const grant = {
		role,
		departmentCode: regional ? null : departmentCode,
		regionCode: regional ? '75' : null,
		mandateId: newId(),
		organisationId: newId(),
		organisationName: 'Organisation',
		endsOn: '2027-12-31',
		communeCodes: [],
	};
	const actor: Actor = {
		kind: 'account',
		accountId,
		sessionId: newId(),
		displayName: 'Nom',
		email: 'nom@exemple.test',
		isAdministrator: false,
		grants: [grant],
	};
	return context.as(actor);
}

const facilitator = () => as(claire, 'facilitator');
const place = () => ({ departmentCode: '64', documentId });
const found = (by = facilitator()) => getDocument(by, '64', documentId);

/** A line typed by somebody from their own page, through the co-editing server. */
async function write(accountId: string, change: (content: Y.XmlFragment) => void): Promise<void> {
	const own = await loadCopy(database.db, documentId);
	const before = Y.encodeStateVector(own);
	own.transact(() => change(contentOf(own)));
	const update = Y.encodeStateAsUpdate(own, before);
	await server.appendFromServer({ documentId, update, accountId });
}

function block(name: string, text: string): Y.XmlElement {
	const element = new Y.XmlElement(name);
	if (name === 'heading') element.setAttribute('level', '1');
	element.insert(0, [new Y.XmlText(text)]);
	return element;
}

const addLines =
	(...lines: string[]) =>
	(content: Y.XmlFragment): void => {
		content.push(
			lines.map((line) => block(line.startsWith('# ') ? 'heading' : 'paragraph', line.replace('# ', ''))),
		);
	};

const textAt = (content: Y.XmlFragment, index: number): Y.XmlText =>
	(content.get(index) as Y.XmlElement).get(0) as Y.XmlText;

async function linesNow(): Promise<string[]> {
	const doc = await loadCopy(database.db, documentId);
	return contentOf(doc)
		.toArray()
		.map((one) => plainText(one as Y.XmlElement));
}

const refusal = { code: 'not-found' };

describe('versions', () => {
	test('a named version keeps the text as it was, with the hash of its canonical content', async () => {
		await write(maite, addLines('# Un', 'Six médecins'));
		const { id } = await nameVersion(facilitator(), place(), { name: 'Relecture du bureau' });
		const before = await getContentAt(facilitator(), await found(), { kind: 'version', id });
		await write(maite, addLines('Un de plus'));
		const [row] = await database.db.select().from(documentVersion).where(eq(documentVersion.id, id));
		const doc = new Y.Doc();
		Y.applyUpdate(doc, row!.bytes);
		expect(canonicalContent(doc)).toBe(row!.content);
		expect(createHash('sha256').update(row!.content).digest('hex')).toBe(row!.hash);
		expect(before).toMatchObject({ content: row!.content, sha256: row!.hash });
		expect(await getContentAt(facilitator(), await found(), { kind: 'version', id })).toEqual(before);
		expect((await found()).adopted).toBeNull();
	});

	test('the database itself refuses to change, remove or falsify one', async () => {
		await write(maite, addLines('Texte'));
		const { id } = await nameVersion(facilitator(), place(), { name: 'Une' });
		const { db } = database;
		const mine = eq(documentVersion.id, id);
		await expect(db.update(documentVersion).set({ name: 'Autre' }).where(mine)).rejects.toThrow();
		await expect(db.delete(documentVersion).where(mine)).rejects.toThrow();
		const [row] = await db.select().from(documentVersion).where(mine);
		const forged = { ...row!, id: newId(), name: 'Fausse', content: `${row!.content} ` };
		await expect(db.insert(documentVersion).values(forged)).rejects.toThrow();
	});

	test('adopting marks the document, and the working copy goes on as a draft', async () => {
		await write(maite, addLines('Texte voté'));
		await changeDocumentState(as(maite), place(), { state: 'review' });
		const { id } = await adoptVersion(facilitator(), place(), { name: 'Version 2026', then: 'continue' });
		expect(await found()).toMatchObject({
			state: 'writing',
			access: 'write',
			adopted: { id, name: 'Version 2026', isCurrent: true },
		});
		await write(maite, addLines('Brouillon'));
		expect((await found()).adopted).toMatchObject({ id, isCurrent: false });
		expect(context.published).toContainEqual({ type: 'document-changed', documentId });
	});

	test('or is frozen, until the facilitator opens a new draft', async () => {
		await write(maite, addLines('Texte voté'));
		await adoptVersion(facilitator(), place(), { name: 'Version 2026', then: 'freeze' });
		expect(await found(as(maite))).toMatchObject({ state: 'adopted', access: 'read', nextStates: [] });
		expect(await found()).toMatchObject({ access: 'read', nextStates: ['writing', 'archived'] });
		await expect(restoreMoment(facilitator(), place(), { moment: '2020-01-01' })).rejects.toMatchObject({
			code: 'conflict',
		});
		await expect(changeDocumentState(as(maite), place(), { state: 'writing' })).rejects.toMatchObject(
			refusal,
		);
		await changeDocumentState(facilitator(), place(), { state: 'writing' });
		expect((await found(as(maite))).access).toBe('write');
	});

	test('a version named before is adopted as it was named; frozen is only the text of now', async () => {
		await write(maite, addLines('Texte relu'));
		const named = await nameVersion(facilitator(), place(), { name: 'Relu' });
		await write(maite, addLines('Ajout'));
		const input = { name: 'Adopté', versionId: named.id };
		await expect(adoptVersion(facilitator(), place(), { ...input, then: 'freeze' })).rejects.toMatchObject({
			code: 'conflict',
		});
		const { id } = await adoptVersion(facilitator(), place(), { ...input, then: 'continue' });
		const rows = await database.db
			.select()
			.from(documentVersion)
			.where(eq(documentVersion.documentId, documentId));
		const [one, other] = [named.id, id].map((wanted) => rows.find((row) => row.id === wanted));
		expect(other).toMatchObject({ adopted: true, hash: one!.hash, seq: one!.seq });
		await expect(nameVersion(facilitator(), place(), { name: 'Relu' })).rejects.toMatchObject({
			code: 'conflict',
		});
	});

	test('only the facilitator names, adopts and restores; nothing is written for the others', async () => {
		await write(maite, addLines('Texte'));
		const counts = async () =>
			Promise.all([
				database.db.$count(documentVersion),
				database.db.$count(auditEvent),
				database.db.select().from(document).where(eq(document.id, documentId)),
			]);
		const before = await counts();
		const others = [
			as(maite),
			as(maite, 'elected'),
			as(maite, 'urps'),
			as(maite, 'ars'),
			as(maite, 'facilitator', '40'),
			context,
		];
		for (const other of others) {
			await expect(nameVersion(other, place(), { name: 'x' })).rejects.toMatchObject(refusal);
			await expect(adoptVersion(other, place(), { name: 'x', then: 'freeze' })).rejects.toMatchObject(
				refusal,
			);
			await expect(restoreMoment(other, place(), { moment: '2020-01-01' })).rejects.toMatchObject(refusal);
		}
		expect(await counts()).toEqual(before);
	});
});

describe('history', () => {
	test('sittings by person and pause, the difference of two moments with who did what, the past with its authors', async () => {
		const day = '2026-11-19T';
		const step = (accountId: string, time: string, change: (content: Y.XmlFragment) => void) =>
			appendChange(database.db, {
				documentId,
				doc: shared,
				accountId,
				at: new Date(`${day}${time}:00Z`),
				change: (doc) => change(contentOf(doc)),
			});
		await step(claire, '09:00', addLines('# Un', 'Six médecins sur neuf'));
		await step(claire, '09:20', (content) => textAt(content, 1).insert(12, ' de Soule'));
		await step(claire, '11:00', addLines('# Deux', 'Fin'));
		const mine = new Y.Doc();
		Y.applyUpdate(mine, Y.encodeStateAsUpdate(shared));
		shared = mine;
		await step(maite, '11:05', (content) => textAt(content, 1).delete(0, 4));
		const summary = await found(as(maite, 'ars'));
		const { sittings } = await getHistory(as(maite, 'ars'), summary);
		expect(
			sittings.map(({ by, from, until }) => [by?.name, from.toISOString(), until.toISOString()]),
		).toEqual([
			['Maïté Irigoyen', '2026-11-19T11:05:00.000Z', '2026-11-19T11:05:00.000Z'],
			['Claire Dufau', '2026-11-19T11:00:00.000Z', '2026-11-19T11:00:00.000Z'],
			['Claire Dufau', '2026-11-19T09:00:00.000Z', '2026-11-19T09:20:00.000Z'],
		]);
		const at = (time: string) => ({ kind: 'instant', at: new Date(`${day}${time}:30Z`) }) as const;
		const { comparison } = await compareMoments(as(maite, 'ars'), summary, {
			from: at('09:00'),
			to: { kind: 'now' },
		});
		const [one, two] = comparison.sections;
		expect([comparison.added, comparison.removed]).toEqual([2 + 2, 1]);
		expect(one).toMatchObject({ title: 'Un', changes: 1, wasThere: true });
		expect(two).toMatchObject({ title: 'Deux', wasThere: false });
		expect(one?.rows[1]?.before?.segments[0]).toMatchObject({
			text: 'Six ',
			change: 'deleted',
			author: maite,
		});
		const past = await getPastDocument(as(maite), summary, { moment: at('09:00') });
		expect(JSON.stringify(past.text)).toContain('Six médecins sur neuf');
		const page = await getHistoryPage(as(maite), place(), { from: null, to: null, before: null });
		expect(page.compared?.comparison.sections).toHaveLength(2);
	});

	test('law: the fold at each point is the document as it was then, from keyframes and without', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.record({ who: fc.nat(1), edit: textEdit, exchange: fc.boolean() }), {
					minLength: 2,
					maxLength: 14,
				}),
				async (edits) => {
					documentId = await buildDocument(database.db, { departmentCode: '64', kind: 'note' });
					const pages = [new Y.Doc(), new Y.Doc()];
					// The document as the server has it, after each row of its log.
					const live = new Y.Doc();
					const expected: string[] = [];
					for (const { who, edit, exchange } of edits) {
						const doc = pages[who]!;
						if (exchange) Y.applyUpdate(doc, Y.encodeStateAsUpdate(live));
						await appendChange(database.db, {
							documentId,
							doc,
							accountId: who === 0 ? claire : maite,
							at: context.now(),
							change: () => playEdit(doc, edit),
						});
						Y.applyUpdate(live, Y.encodeStateAsUpdate(doc));
						expected.push(canonicalContent(live));
					}
					const check = async () => {
						for (const [index, content] of expected.entries()) {
							const doc = await readDocumentAt(database.db, documentId, index + 1);
							expect(canonicalContent(doc)).toBe(content);
						}
					};
					await check();
					const seq = Math.ceil(edits.length / 2);
					const read = { seq, doc: await readDocumentAt(database.db, documentId, seq) };
					await keepKeyframe(database.db, { documentId, from: -1_000, read, now: context.now() });
					expect(
						await database.db.$count(documentKeyframe, eq(documentKeyframe.documentId, documentId)),
					).toBe(1);
					await check();
				},
			),
			{ numRuns: 15 },
		);
	});
});

describe('restoring', () => {
	test('one part is an edit by the facilitator, which keeps what another writes elsewhere meanwhile', async () => {
		await write(maite, addLines('# Un', 'Premier', '# Deux', 'Second'));
		const { id } = await nameVersion(facilitator(), place(), { name: 'Avant' });
		await write(maite, (content) => {
			textAt(content, 1).insert(0, 'Réécrit ');
			textAt(content, 3).insert(0, 'Gardé ');
		});
		const stale = await loadCopy(database.db, documentId);
		const section = outlineOf(contentOf(stale))[0]!.id;
		expect(await restoreMoment(facilitator(), place(), { moment: id, section })).toEqual({ changed: true });
		const vector = Y.encodeStateVector(stale);
		textAt(contentOf(stale), 3).insert(0, 'Frappé pendant ce temps. ');
		await server.appendFromServer({
			documentId,
			update: Y.encodeStateAsUpdate(stale, vector),
			accountId: maite,
		});
		expect(await linesNow()).toEqual(['Un', 'Premier', 'Deux', 'Frappé pendant ce temps. Gardé Second']);
		expect((await found()).lastChangeBy).toBe('Maïté Irigoyen');
		const { sittings } = await getHistory(facilitator(), await found());
		expect(new Set(sittings.map(({ by }) => by?.name))).toEqual(new Set(['Claire Dufau', 'Maïté Irigoyen']));
	});

	test('the whole says exactly what it said, and what it replaces stays in the history', async () => {
		await write(maite, addLines('# Un', 'Premier'));
		const { id } = await nameVersion(facilitator(), place(), { name: 'Avant' });
		await write(maite, (content) => content.delete(0, 2));
		await write(maite, addLines('Tout autre chose'));
		const replaced = await nameVersion(facilitator(), place(), { name: 'Remplacé' });
		await restoreMoment(facilitator(), place(), { moment: id });
		const [before, now, kept] = await Promise.all(
			[
				{ kind: 'version', id } as const,
				{ kind: 'now' } as const,
				{ kind: 'version', id: replaced.id } as const,
			].map(async (moment) => getContentAt(facilitator(), await found(), moment)),
		);
		expect(now!.sha256).toBe(before!.sha256);
		expect(kept!.sha256).not.toBe(before!.sha256);
		expect(await restoreMoment(facilitator(), place(), { moment: id })).toEqual({ changed: false });
		await expect(
			restoreMoment(facilitator(), place(), { moment: id, section: 'p-1-2' }),
		).rejects.toMatchObject({ code: 'conflict' });
	});
});
