import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DIAGNOSIS_SECTIONS } from '#lib/documents/diagnosis.template.ts';
import { CREATED_KINDS } from '#lib/documents/document.rules.ts';
import { contentOf, outlineOf, plainText } from '#lib/documents/document.content.ts';
import type { Role } from '#lib/committee/role.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { committee } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { changeDocumentState, createDocument, openSpace, renameDocument } from './document.commands.ts';
import { loadCopy } from './document.log.ts';
import { getDocument, getDocumentByKind, getDocumentText, listDocuments } from './document.queries.ts';
import { document, documentClient, documentUpdate } from './document.tables.ts';

let database: OpenDatabase;
let context: TestContext;
let administrator: TestContext;
let writer: string;

const asWriter = (role: Role = 'member', departmentCode = '64'): TestContext =>
	context.as(buildActor(writer, role, { departmentCode }));

/** Everything these commands may write. */
async function everything(): Promise<string> {
	const { db } = context;
	return JSON.stringify([
		await db.select().from(committee),
		await db.select().from(document),
		await db.select().from(documentClient),
		await db.select({ id: documentUpdate.documentId, seq: documentUpdate.seq }).from(documentUpdate),
		await db.select().from(auditEvent),
	]);
}

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	administrator = await openSpaces(context, '64', '40');
	writer = (await buildAccount(context, { displayName: 'Claire Dufau' })).id;
});
afterAll(() => database.close());

describe('opening a space', () => {
	test('makes the diagnosis and the plan with it, once, written by the server', async () => {
		const diagnosis = await getDocumentByKind(asWriter(), '64', 'diagnosis');
		const plan = await getDocumentByKind(asWriter(), '64', 'plan');
		const rows = await context.db
			.select()
			.from(documentUpdate)
			.where(eq(documentUpdate.documentId, diagnosis.id));
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({ seq: 1, accountId: null });
		const bound = await context.db
			.select()
			.from(documentClient)
			.where(eq(documentClient.documentId, diagnosis.id));
		expect(bound).toEqual([{ documentId: diagnosis.id, clientId: rows[0]!.clientId, accountId: null }]);
		const copy = await loadCopy(context.db, diagnosis.id);
		expect([...copy.store.clients.keys()]).toEqual([rows[0]!.clientId]);
		expect(outlineOf(contentOf(copy)).map((entry) => entry.text)).toEqual(
			DIAGNOSIS_SECTIONS.map((one) => one.title),
		);
		for (const { hint } of DIAGNOSIS_SECTIONS) expect(plainText(contentOf(copy)).split(hint)).toHaveLength(2);
		expect(Y.encodeStateVector(await loadCopy(context.db, plan.id))).toEqual(new Uint8Array([0]));
		expect(context.published).toContainEqual({ type: 'committee-created', departmentCode: '64' });
	});

	test('a second time changes nothing', async () => {
		const before = await everything();
		await expect(openSpace(administrator, { departmentCode: '64' })).rejects.toMatchObject({
			code: 'conflict',
		});
		expect(await everything()).toBe(before);
	});

	test('is refused to anybody but an administrator, as if there were nothing', async () => {
		const before = await everything();
		for (const role of ['member', 'elected', 'facilitator', 'urps', 'ars'] as const) {
			await expect(openSpace(asWriter(role), { departmentCode: '40' })).rejects.toMatchObject({
				code: 'not-found',
			});
		}
		expect(await everything()).toBe(before);
	});
});

const createNote = (as: TestContext, title: string, departmentCode = '64') =>
	createDocument(as, departmentCode, { kind: 'note', title });

describe('created documents', () => {
	test.each(CREATED_KINDS)('%s starts from its template, once, written by the server', async (kind) => {
		const { id } = await createDocument(asWriter(), '64', { kind, title: 'Essai' });
		const copy = await loadCopy(context.db, id);
		const { length } = outlineOf(contentOf(copy));
		expect(length > 4).toBe(kind !== 'note');
		expect(await getDocument(asWriter(), '64', id)).toMatchObject({
			kind,
			state: 'writing',
			access: 'write',
		});
	});

	test('any member creates a note, renames it, archives it, takes it up again', async () => {
		const { id } = await createNote(asWriter(), 'Visite de Mauléon');
		const place = { departmentCode: '64', documentId: id };
		await renameDocument(asWriter(), place, { title: 'Visite du 12' });
		const titles = async (archived: boolean) =>
			(await listDocuments(asWriter(), '64', { title: 'VISITÉ', kind: 'note', archived })).map(
				(one) => one.title,
			);
		expect(await titles(false)).toEqual(['Visite du 12']);
		await changeDocumentState(asWriter(), place, { state: 'archived' });
		expect([await titles(false), await titles(true)]).toEqual([[], ['Visite du 12']]);
		expect((await getDocument(asWriter(), '64', id)).access).toBe('read');
		await expect(renameDocument(asWriter(), place, { title: 'x' })).rejects.toMatchObject({
			code: 'not-found',
		});
		await changeDocumentState(asWriter(), place, { state: 'writing' });
		expect((await getDocument(asWriter(), '64', id)).access).toBe('write');
		const actions = await context.db
			.select({ action: auditEvent.action })
			.from(auditEvent)
			.where(eq(auditEvent.subjectId, id));
		expect(actions.map((row) => row.action).sort()).toEqual([
			'document.create',
			'document.rename',
			'document.state',
			'document.state',
		]);
	});

	test('what engages the committee is archived by the facilitator alone', async () => {
		const { id } = await createDocument(asWriter(), '64', { kind: 'contract', title: 'Contrat de Soule' });
		const place = { departmentCode: '64', documentId: id };
		await changeDocumentState(asWriter(), place, { state: 'review' });
		const archive = (role: Role) => changeDocumentState(asWriter(role), place, { state: 'archived' });
		for (const role of ['member', 'elected', 'urps', 'ars'] as const) {
			await expect(archive(role)).rejects.toMatchObject({ code: 'not-found' });
		}
		await archive('facilitator');
		expect((await getDocument(asWriter(), '64', id)).state).toBe('archived');
	});

	test('the evaluator, another committee and nobody are refused alike, and nothing is written', async () => {
		const { id } = await createNote(asWriter(), 'À nous');
		const before = await everything();
		const place = { departmentCode: '64', documentId: id };
		const refused: TestContext[] = [asWriter('ars'), asWriter('member', '40'), context];
		for (const other of refused) {
			await expect(createNote(other, 'x')).rejects.toMatchObject({ code: 'not-found' });
			await expect(renameDocument(other, place, { title: 'x' })).rejects.toMatchObject({
				code: 'not-found',
			});
			for (const state of ['review', 'archived'] as const) {
				await expect(changeDocumentState(other, place, { state })).rejects.toMatchObject({
					code: 'not-found',
				});
			}
		}
		expect(await everything()).toBe(before);
	});

	test('the diagnosis and the plan are neither renamed nor archived', async () => {
		const before = await everything();
		const diagnosis = await getDocumentByKind(asWriter(), '64', 'diagnosis');
		const place = { departmentCode: '64', documentId: diagnosis.id };
		const facilitator = asWriter('facilitator');
		await expect(renameDocument(facilitator, place, { title: 'x' })).rejects.toMatchObject({
			code: 'not-found',
		});
		await expect(changeDocumentState(facilitator, place, { state: 'archived' })).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await everything()).toBe(before);
	});
});

describe('reading', () => {
	test('the access is that of the role', async () => {
		const access = async (role: Role) => (await getDocumentByKind(asWriter(role), '64', 'diagnosis')).access;
		expect([
			await access('member'),
			await access('elected'),
			await access('facilitator'),
			await access('urps'),
			await access('ars'),
		]).toEqual(['write', 'write', 'write', 'write', 'read']);
	});

	test('a document of another département answers as one that does not exist', async () => {
		const theirs = await getDocumentByKind(asWriter('member', '40'), '40', 'diagnosis');
		const unknown = getDocument(asWriter(), '64', newId()).catch(String);
		const answers = [
			getDocument(asWriter(), '64', theirs.id).catch(String),
			getDocument(asWriter(), '40', theirs.id).catch(String),
			getDocument(asWriter(), '64', 'pas-un-identifiant').catch(String),
			getDocumentByKind(asWriter(), '40', 'diagnosis').catch(String),
			listDocuments(asWriter(), '12').catch(String),
		];
		for (const answer of await Promise.all(answers)) expect(answer).toBe(await unknown);
	});

	test('the text comes from the log, and reading writes nothing', async () => {
		const diagnosis = await getDocumentByKind(asWriter('ars'), '64', 'diagnosis');
		const before = await everything();
		const { text, outline } = await getDocumentText(asWriter('ars'), diagnosis);
		expect(outline).toHaveLength(DIAGNOSIS_SECTIONS.length);
		expect(JSON.stringify(text)).toContain(DIAGNOSIS_SECTIONS[0]!.title);
		expect(await everything()).toBe(before);
	});

	test('lists who is in each document now', async () => {
		const diagnosis = await getDocumentByKind(asWriter(), '64', 'diagnosis');
		const person = { accountId: writer, name: 'Claire Dufau', organisation: 'CPTS', color: 3, place: null };
		const live = { ...context.live, peopleIn: () => new Map([[diagnosis.id, [person]]]) };
		const listed = await listDocuments({ ...asWriter(), live }, '64');
		expect(listed.map((one) => one.kind).slice(0, 2)).toEqual(['diagnosis', 'plan']);
		expect(listed[0]?.people).toEqual([person]);
	});
});
