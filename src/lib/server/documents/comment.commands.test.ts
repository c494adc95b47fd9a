import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeAnchor } from '#lib/documents/comment-anchor.content.ts';
import type { WriteCommentInput } from '#lib/documents/comment.input.ts';
import type { ThreadView } from '#lib/documents/comment.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { findAuditFault } from '../audit/audit.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { listActivity } from './activity.queries.ts';
import { writeComment } from './comment.commands.ts';
import { markThreadsRead } from './comment-read.commands.ts';
import { listMentionable, listUnreadMentions, listThreads } from './comment.queries.ts';
import { comment, commentMention, commentRead, commentThread } from './comment.tables.ts';
import { changeDocumentState, createDocument, type DocumentPlace } from './document.commands.ts';
import { activity } from './document.tables.ts';

let database: OpenDatabase;
let context: TestContext;
let people: Record<'claire' | 'xabi' | 'evaluator' | 'neighbour' | 'urps', BuiltMember>;
let place: DocumentPlace;

type Person = keyof typeof people;
const as = (who: Person): Promise<TestContext> => seenBy(context, people[who]);

const anchor = encodeAnchor({ runs: [[1, 0, 12]], passage: '238 médecins', before: '', after: '' });

const write = async (who: Person, input: WriteCommentInput): Promise<string> =>
	(await writeComment(await as(who), place, input)).threadId;
const start = (who: Person, body = 'Est-ce la part des seuls libéraux ?'): Promise<string> =>
	write(who, { do: 'start', anchor, body, mentions: [] });
const read = async (who: Person): Promise<ThreadView[]> => listThreads(await as(who), place.documentId);
const one = async (who: Person, threadId: string): Promise<ThreadView> =>
	(await read(who)).find(({ id }) => id === threadId)!;

async function regionalOrganisation(college: string): Promise<string> {
	const bodies = await context.db.select().from(organisation).where(eq(organisation.college, college));
	return bodies.find(({ regionCode }) => regionCode === '75')!.name;
}

/** Everything these commands may write. */
async function everything(): Promise<string> {
	const { db } = context;
	return JSON.stringify([
		await db.select().from(commentThread),
		await db.select().from(comment),
		await db.select().from(commentMention),
		await db.select().from(commentRead),
		await db.select().from(activity),
		await db.select().from(auditEvent),
	]);
}

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	people = {
		claire: await buildMember(context, {
			role: 'member',
			departmentCode: '64',
			displayName: 'Claire Dufau',
		}),
		xabi: await buildMember(context, { role: 'elected', departmentCode: '64', displayName: 'Xabi Garat' }),
		urps: await buildMember(context, {
			role: 'urps',
			regionCode: '75',
			organisationName: await regionalOrganisation('urps-medecins'),
		}),
		evaluator: await buildMember(context, {
			role: 'ars',
			regionCode: '75',
			organisationName: await regionalOrganisation('ars'),
		}),
		neighbour: await buildMember(context, { role: 'facilitator', departmentCode: '40' }),
	};
});
afterAll(() => database.close());

beforeEach(async () => {
	context.clock = new Date(context.clock.getTime() + 60_000);
	const { id } = await createDocument(await as('claire'), '64', { kind: 'note', title: 'Essai' });
	place = { departmentCode: '64', documentId: id };
	context.published.length = 0;
});

describe('a thread', () => {
	test('is opened on a passage, answered, resolved and opened again, in front of everybody', async () => {
		const threadId = await start('claire');
		expect(context.published).toEqual([{ type: 'comments-changed', documentId: place.documentId }]);
		context.clock = new Date(context.clock.getTime() + 1_000);
		await write('xabi', { do: 'reply', threadId, body: 'Tous modes d’exercice.', mentions: [] });
		const open = await one('evaluator', threadId);
		expect(open).toMatchObject({ anchor, quote: '238 médecins', resolvedAt: null, resolvedBy: null });
		expect(open.comments.map(({ authorName, body }) => [authorName, body])).toEqual([
			['Claire Dufau', 'Est-ce la part des seuls libéraux ?'],
			['Xabi Garat', 'Tous modes d’exercice.'],
		]);
		await write('urps', { do: 'resolve', threadId });
		expect((await one('claire', threadId)).resolvedBy).not.toBeNull();
		await write('claire', { do: 'reopen', threadId });
		expect(await one('claire', threadId)).toMatchObject({ resolvedAt: null, resolvedBy: null });
		await write('claire', { do: 'resolve', threadId });
		await write('xabi', { do: 'reply', threadId, body: 'Pas encore.', mentions: [] });
		expect((await one('claire', threadId)).resolvedAt).toBeNull();
	});

	test('is in the audit without its words, and in the activity', async () => {
		const threadId = await start('claire', 'Mot secret');
		await write('claire', { do: 'resolve', threadId });
		await write('claire', { do: 'resolve', threadId });
		const events = (await context.db.select().from(auditEvent)).filter(
			({ subjectId }) => subjectId === threadId,
		);
		expect(events.map(({ action }) => action)).toEqual(['comment.start', 'comment.resolve']);
		expect(JSON.stringify(events)).not.toContain('secret');
		expect(await findAuditFault(context.db, '64')).toBeNull();
		const { entries } = await listActivity(await as('xabi'), '64', context.clock);
		expect(entries.map(({ verb }) => verb)).toContain('document-commented');
	});
});

describe('one’s own comment', () => {
	test('can be rewritten, and says so; withdrawn, nothing of it is kept', async () => {
		const threadId = await start('claire');
		const [mine] = (await one('claire', threadId)).comments;
		const mentions = [{ kind: 'person' as const, id: people.xabi.id }];
		await write('claire', { do: 'edit', commentId: mine!.id, body: 'Autrement, @Xabi Garat', mentions });
		const [edited] = (await one('xabi', threadId)).comments;
		expect(edited).toMatchObject({ body: 'Autrement, @Xabi Garat', isRemoved: false });
		expect(edited?.mentions).toEqual([{ ...mentions[0], name: 'Xabi Garat' }]);
		expect(edited?.editedAt).not.toBeNull();
		await write('claire', { do: 'remove', commentId: mine!.id });
		const [removed] = (await one('xabi', threadId)).comments;
		expect(removed).toMatchObject({
			body: '',
			isRemoved: true,
			editedAt: null,
			mentions: [],
			isUnread: false,
		});
		expect(JSON.stringify(await context.db.select().from(comment))).not.toContain('Autrement');
	});

	test('is nobody else’s, and once withdrawn is not written again', async () => {
		const threadId = await start('claire');
		const [mine] = (await one('claire', threadId)).comments;
		const edit: WriteCommentInput = { do: 'edit', commentId: mine!.id, body: 'Faux', mentions: [] };
		const before = await everything();
		await expect(write('xabi', edit)).rejects.toMatchObject({ code: 'not-found' });
		await expect(write('xabi', { do: 'remove', commentId: mine!.id })).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await everything()).toBe(before);
		await write('claire', { do: 'remove', commentId: mine!.id });
		await expect(write('claire', edit)).rejects.toMatchObject({ code: 'not-found' });
	});
});

describe('naming somebody', () => {
	test('concerns them, by themselves or by their organisation', async () => {
		const named = await write('claire', {
			do: 'start',
			anchor,
			body: '@Xabi Garat, et vous ?',
			mentions: [{ kind: 'person', id: people.xabi.id }],
		});
		const ofUrps = await write('claire', {
			do: 'start',
			anchor,
			body: 'Une question',
			mentions: [{ kind: 'organisation', id: people.urps.organisationId }],
		});
		const concerned = async (who: Person) =>
			(await read(who)).filter((thread) => thread.concernsReader).map(({ id }) => id);
		const waiting = async (who: Person) =>
			(await listUnreadMentions(await as(who), '64')).map(({ threadId }) => threadId);
		expect(await waiting('xabi')).toContain(named);
		expect(await waiting('urps')).toEqual([ofUrps]);
		expect(await waiting('evaluator')).toEqual([]);
		const until = (await one('urps', ofUrps)).comments[0]!.createdAt;
		await markThreadsRead(await as('urps'), place, { threads: [{ id: ofUrps, until }] });
		expect(await waiting('urps')).toEqual([]);
		await expect(listUnreadMentions(await as('neighbour'), '64')).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await concerned('xabi')).toEqual([named]);
		expect(await concerned('urps')).toEqual([ofUrps]);
		expect(new Set(await concerned('claire'))).toEqual(new Set([named, ofUrps]));
		expect(await concerned('evaluator')).toEqual([]);
	});

	test('only those who may read the space, and its organisations', async () => {
		const known = await listMentionable(await as('evaluator'), '64');
		const ids = new Set(known.map(({ id }) => id));
		for (const who of ['claire', 'xabi', 'urps', 'evaluator'] as const)
			expect(ids.has(people[who].id)).toBe(true);
		expect(ids.has(people.neighbour.id)).toBe(false);
		expect(ids.has(people.urps.organisationId)).toBe(true);
		const before = await everything();
		for (const mention of [
			{ kind: 'person', id: people.neighbour.id },
			{ kind: 'organisation', id: people.neighbour.organisationId },
			{ kind: 'organisation', id: people.claire.id },
		] as const) {
			const input: WriteCommentInput = { do: 'start', anchor, body: 'x', mentions: [mention] };
			await expect(write('claire', input)).rejects.toMatchObject({ code: 'invalid-input' });
		}
		expect(await everything()).toBe(before);
	});
});

test('what somebody else said is unread until one has seen it, and one’s own never is', async () => {
	const threadId = await start('claire');
	const unread = async (who: Person) => (await one(who, threadId)).comments.map((said) => said.isUnread);
	expect([await unread('claire'), await unread('evaluator')]).toEqual([[false], [true]]);
	const until = (await one('evaluator', threadId)).comments.at(-1)!.createdAt;
	await markThreadsRead(await as('evaluator'), place, {
		threads: [
			{ id: threadId, until },
			{ id: newId(), until },
		],
	});
	expect([await unread('xabi'), await unread('evaluator')]).toEqual([[true], [false]]);
	context.clock = new Date(context.clock.getTime() + 1_000);
	await write('xabi', { do: 'reply', threadId, body: 'Oui.', mentions: [] });
	expect(await unread('evaluator')).toEqual([false, true]);
	const earlier = new Date(Date.parse(until) - 1_000).toISOString();
	await markThreadsRead(await as('evaluator'), place, { threads: [{ id: threadId, until: earlier }] });
	expect(await unread('evaluator')).toEqual([false, true]);
});

describe('rights', () => {
	test('an evaluator reads and writes nothing but their own marks; elsewhere there is nothing', async () => {
		const threadId = await start('claire');
		const [said] = (await one('claire', threadId)).comments;
		const inputs: WriteCommentInput[] = [
			{ do: 'start', anchor, body: 'x', mentions: [] },
			{ do: 'reply', threadId, body: 'x', mentions: [] },
			{ do: 'edit', commentId: said!.id, body: 'x', mentions: [] },
			{ do: 'remove', commentId: said!.id },
			{ do: 'resolve', threadId },
			{ do: 'reopen', threadId },
		];
		expect(await read('evaluator')).toHaveLength(1);
		const before = await everything();
		context.published.length = 0;
		for (const who of ['evaluator', 'neighbour'] as const)
			for (const input of inputs)
				await expect(write(who, input)).rejects.toMatchObject({ code: 'not-found' });
		const marks = { threads: [{ id: threadId, until: context.clock.toISOString() }] };
		await expect(markThreadsRead(await as('neighbour'), place, marks)).rejects.toMatchObject({
			code: 'not-found',
		});
		await expect(read('neighbour')).rejects.toMatchObject({ code: 'not-found' });
		await expect(listThreads(await as('neighbour'), place.documentId)).rejects.toMatchObject({
			code: 'not-found',
		});
		await expect(listMentionable(await as('neighbour'), '64')).rejects.toMatchObject({ code: 'not-found' });
		await expect(listThreads(context, place.documentId)).rejects.toMatchObject({ code: 'not-found' });
		expect(await everything()).toBe(before);
		expect(context.published).toEqual([]);
	});

	test('a thread of another document is not found from this one', async () => {
		const threadId = await start('claire');
		const { id } = await createDocument(await as('claire'), '64', { kind: 'note', title: 'Autre' });
		place = { departmentCode: '64', documentId: id };
		const before = await everything();
		const inputs: WriteCommentInput[] = [
			{ do: 'reply', threadId, body: 'x', mentions: [] },
			{ do: 'resolve', threadId },
		];
		for (const input of inputs)
			await expect(write('claire', input)).rejects.toMatchObject({ code: 'not-found' });
		expect(await everything()).toBe(before);
	});

	test('what is frozen is discussed no more, and still read', async () => {
		await start('claire');
		await changeDocumentState(await as('claire'), place, { state: 'archived' });
		await expect(start('claire')).rejects.toMatchObject({ code: 'not-found' });
		expect(await read('claire')).toHaveLength(1);
	});
});
