import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DatabaseQuarantine } from '#server/collaboration/adapters/database-quarantine.ts';
import { readLimits } from '#server/collaboration/limits.ts';
import type { CollaborationServer } from '#server/collaboration/ports/server.ts';
import type { QuarantineReason } from '#lib/collaboration/protocol.ts';
import type { Role } from '#lib/committee/role.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import { openLiveDocuments } from '../../../../tests/support/live-documents.ts';
import { buildActor } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { loadCopy } from './document.log.ts';
import { document, documentQuarantine, documentUpdate } from './document.tables.ts';
import { resolveQuarantined } from './quarantine.commands.ts';
import { listQuarantined } from './quarantine.queries.ts';

const LIMITS = readLimits({});

let database: OpenDatabase;
let context: TestContext;
let server: CollaborationServer;
let quarantine: DatabaseQuarantine;
let claire: string;
let maite: string;
let documentId: string;

beforeAll(async () => {
	database = await openTestDatabase();
	const { db } = database;
	const opened = openLiveDocuments(db);
	server = opened.server;
	context = buildContext({ db, live: opened.live });
	quarantine = new DatabaseQuarantine({ db, limits: LIMITS, now: context.now });
	claire = await buildAccount(db, 'Claire Dufau');
	maite = await buildAccount(db, 'Maïté Irigoyen');
});
afterAll(async () => {
	await server.close();
	await database.close();
});
beforeEach(async () => {
	documentId = await buildDocument(database.db, { departmentCode: '64', kind: 'note' });
});

const as = (accountId: string, role: Role = 'member', departmentCode = '64'): TestContext =>
	context.as(buildActor(accountId, role, { departmentCode }));

const place = () => ({ departmentCode: '64', documentId });

/** What somebody adds to a document they have, as an update. */
function edited(base: Y.Doc, change: (content: Y.XmlFragment) => void): Uint8Array {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(base));
	const before = Y.encodeStateVector(doc);
	doc.transact(() => change(doc.getXmlFragment('content')));
	return Y.encodeStateAsUpdate(doc, before);
}

function paragraph(text: string): Y.XmlElement {
	const element = new Y.XmlElement('paragraph');
	element.insert(0, [new Y.XmlText(text)]);
	return element;
}

async function store(
	change: (content: Y.XmlFragment) => void,
	accountId: string | null = null,
): Promise<void> {
	const update = edited(await loadCopy(database.db, documentId), change);
	await server.appendFromServer({ documentId, update, accountId });
}

const aside = (accountId: string, bytes: Uint8Array, reason: QuarantineReason = 'schema-older') =>
	quarantine.keep({ documentId, accountId, bytes, reason, schemaVersion: 0 });

const textOf = async () =>
	JSON.stringify((await loadCopy(database.db, documentId)).getXmlFragment('content').toJSON());

const rows = () =>
	database.db.select().from(documentQuarantine).where(eq(documentQuarantine.documentId, documentId));

describe('what is set aside', () => {
	test('QUAR-2 is kept once while it waits, and bounded for each account in each document', async () => {
		const small = new DatabaseQuarantine({
			db: database.db,
			limits: { QUARANTINE_ENTRIES: 2, QUARANTINE_BYTES: 100 },
			now: context.now,
		});
		const keep = (accountId: string, bytes: number[]) =>
			small.keep({
				documentId,
				accountId,
				bytes: new Uint8Array(bytes),
				reason: 'schema-older',
				schemaVersion: 0,
			});
		expect(await keep(claire, [1])).toBe('kept');
		expect(await keep(claire, [1])).toBe('kept');
		expect(await rows()).toHaveLength(1);
		expect(await keep(claire, new Array<number>(100).fill(2))).toBe('full');
		expect(await keep(claire, [2])).toBe('kept');
		expect(await keep(claire, [3])).toBe('full');
		expect(await keep(maite, [3])).toBe('kept');
		expect(await rows()).toHaveLength(3);
	});

	test('QUAR-2 is never changed nor removed: only resolved, once', async () => {
		await aside(claire, new Uint8Array([1, 2]));
		const { db } = database;
		const own = eq(documentQuarantine.documentId, documentId);
		const set = (values: object) => db.update(documentQuarantine).set(values).where(own);
		const resolved = { resolvedAt: context.now(), resolution: 'discarded' as const };
		await expect(set({ bytes: new Uint8Array([9]) })).rejects.toThrow();
		await expect(set({ ...resolved, accountId: maite })).rejects.toThrow();
		await expect(set({ resolvedAt: context.now() })).rejects.toThrow();
		await expect(db.delete(documentQuarantine).where(own)).rejects.toThrow();
		await set(resolved);
		await expect(set({ resolvedAt: null, resolution: null })).rejects.toThrow();
		await expect(set({ ...resolved, resolution: 'merged' })).rejects.toThrow();
		expect(await rows()).toMatchObject([{ bytes: new Uint8Array([1, 2]), resolution: 'discarded' }]);
		// The same may come again, and wait again.
		expect(await aside(claire, new Uint8Array([1, 2]))).toBe('kept');
		expect(await rows()).toHaveLength(2);
	});

	test('QUAR-4 is shown to its author alone, with their own words', async () => {
		await store((content) => content.push([paragraph('déjà là')]));
		const copy = await loadCopy(database.db, documentId);
		await aside(
			claire,
			edited(copy, (content) => content.push([paragraph('écrit hors ligne')])),
		);
		expect(await listQuarantined(as(claire), place())).toMatchObject([
			{ reason: 'schema-older', edits: 1, of: null, excerpt: 'écrit hors ligne' },
		]);
		expect(await listQuarantined(as(maite), place())).toEqual([]);
		expect(await listQuarantined(as(claire, 'urps'), place())).toHaveLength(1);
	});

	test('QUAR-4 says of how many blocks a removal would take how many', async () => {
		await store((content) => content.push(Array.from({ length: 10 }, (_, i) => paragraph(`${i}`))));
		const copy = await loadCopy(database.db, documentId);
		await aside(
			claire,
			edited(copy, (content) => content.delete(1, 7)),
			'mass-removal',
		);
		expect(await listQuarantined(as(claire), place())).toMatchObject([
			{ reason: 'mass-removal', edits: 7, of: 10 },
		]);
	});

	test.each([
		['the evaluator', 'ars', '64'],
		['a member of another committee', 'member', '40'],
	] as const)(
		'AUTH-2 for %s it does not exist, and nothing is written',
		async (_who, role, departmentCode) => {
			await aside(claire, new Uint8Array([0, 0]));
			const decision = { reason: 'schema-older' as const, resolution: 'discarded' as const, ids: [newId()] };
			const stranger = as(claire, role, departmentCode);
			await expect(listQuarantined(stranger, place())).rejects.toMatchObject({ code: 'not-found' });
			await expect(resolveQuarantined(stranger, place(), decision)).rejects.toMatchObject({
				code: 'not-found',
			});
			expect((await rows())[0]?.resolvedAt).toBeNull();
		},
	);

	test('AUTH-2 a document that is archived, of another département, or no document, is not found', async () => {
		await expect(listQuarantined(as(claire), { ...place(), departmentCode: '40' })).rejects.toMatchObject({
			code: 'not-found',
		});
		for (const id of [newId(), 'x'])
			await expect(
				listQuarantined(as(claire), { departmentCode: '64', documentId: id }),
			).rejects.toMatchObject({ code: 'not-found' });
		await database.db.update(document).set({ state: 'archived' }).where(eq(document.id, documentId));
		await expect(listQuarantined(as(claire), place())).rejects.toMatchObject({ code: 'not-found' });
	});
});

describe('the decision', () => {
	const decide = async (resolution: 'merged' | 'discarded', reason: QuarantineReason = 'schema-older') => {
		const waiting = await listQuarantined(as(claire), place());
		const ids = waiting.flatMap((edits) => (edits.reason === reason ? edits.ids : []));
		return resolveQuarantined(as(claire), place(), { reason, resolution, ids });
	};

	const audited = async () =>
		(await database.db.select().from(auditEvent).where(eq(auditEvent.subjectId, documentId))).map(
			({ action, actorId, details }) => ({ action, actorId, details }),
		);

	test('QUAR-4 (F24) takes two hundred edits up under the author’s name; what others wrote meanwhile stays', async () => {
		await store((content) => content.push([paragraph('avant')]));
		const copy = await loadCopy(database.db, documentId);
		const tokens = Array.from({ length: 200 }, (_, i) => `⟦${i}⟧`);
		await aside(
			claire,
			edited(copy, (content) => content.push(tokens.map(paragraph))),
		);
		await store((content) => content.insert(0, [paragraph('d’une autre')]), maite);
		expect(await decide('merged')).toBe(1);
		const text = await textOf();
		for (const token of [...tokens, 'avant', 'd’une autre']) expect(text.split(token)).toHaveLength(2);
		const log = await database.db
			.select()
			.from(documentUpdate)
			.where(eq(documentUpdate.documentId, documentId));
		expect(log.map(({ accountId }) => accountId)).toEqual([null, maite, claire]);
		expect(await listQuarantined(as(claire), place())).toEqual([]);
		expect(await rows()).toMatchObject([{ resolution: 'merged' }]);
		expect(await audited()).toEqual([
			{ action: 'quarantine.merge', actorId: claire, details: { reason: 'schema-older', rows: 1 } },
		]);
		expect(await decide('merged').catch(() => 0)).toBe(0);
		expect(await textOf()).toBe(text);
	});

	test('QUAR-4 merges again what was merged before a crash, without any effect', async () => {
		const update = edited(new Y.Doc(), (content) => content.push([paragraph('une fois')]));
		await aside(claire, update);
		await server.appendFromServer({ documentId, update, accountId: claire });
		expect(await decide('merged')).toBe(1);
		expect((await textOf()).split('une fois')).toHaveLength(2);
	});

	test('QUAR-4 gives up without removing anything from the table, nor changing the document', async () => {
		await aside(
			claire,
			edited(new Y.Doc(), (content) => content.push([paragraph('non')])),
		);
		expect(await decide('discarded')).toBe(1);
		expect(await textOf()).not.toContain('non');
		expect(await rows()).toMatchObject([{ resolution: 'discarded' }]);
		expect((await rows())[0]?.bytes.length).toBeGreaterThan(10);
		expect((await audited()).map(({ action }) => action)).toEqual(['quarantine.discard']);
	});

	test('QUAR-4 decides only of what its author has seen, and of one reason', async () => {
		await store((content) => content.push(Array.from({ length: 10 }, (_, i) => paragraph(`bloc ${i}`))));
		const copy = await loadCopy(database.db, documentId);
		await aside(
			claire,
			edited(copy, (content) => content.push([paragraph('vu')])),
		);
		const [seen] = await listQuarantined(as(claire), place());
		await aside(
			claire,
			edited(copy, (content) => content.push([paragraph('venu depuis')])),
		);
		await aside(
			claire,
			edited(copy, (content) => content.delete(0, 9)),
			'mass-removal',
		);
		await aside(
			maite,
			edited(copy, (content) => content.push([paragraph('d’une autre')])),
		);
		const ids = (await rows()).map(({ id }) => id).filter((id) => seen?.ids.includes(id) === true);
		await resolveQuarantined(as(claire), place(), { reason: 'schema-older', resolution: 'merged', ids });
		const text = await textOf();
		expect(text).toContain('vu');
		for (const absent of ['venu depuis', 'd’une autre']) expect(text).not.toContain(absent);
		expect(text).toContain('bloc 8');
		const all = (await rows()).map(({ id }) => id);
		await resolveQuarantined(as(claire), place(), { reason: 'mass-removal', resolution: 'merged', ids: all });
		expect(await textOf()).not.toContain('bloc 8');
		expect(await listQuarantined(as(maite), place())).toHaveLength(1);
	});

	test('QUAR-4 what no longer fits stays, and its author is told', async () => {
		const doc = new Y.Doc();
		doc.getXmlFragment('content').push([paragraph('jamais arrivé')]);
		await aside(
			claire,
			edited(doc, (content) => content.insert(1, [paragraph('suite')])),
		);
		await expect(decide('merged')).rejects.toMatchObject({ code: 'conflict' });
		expect(await listQuarantined(as(claire), place())).toHaveLength(1);
		expect(await audited()).toEqual([]);
	});
});
