import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeAnchor } from '#lib/documents/comment-anchor.content.ts';
import type { WriteCommentInput } from '#lib/documents/comment.input.ts';
import { THREADS_AT_MOST } from '#lib/documents/comment.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { writeComment } from './comment.commands.ts';
import { listThreads, listUnreadMentions } from './comment.queries.ts';
import { comment, commentMention, commentThread } from './comment.tables.ts';
import { createDocument, type DocumentPlace } from './document.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let claire: BuiltMember;
let xabi: BuiltMember;

const anchor = encodeAnchor({ runs: [[1, 0, 12]], passage: '238 médecins', before: '', after: '' });

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	claire = await buildMember(context, { role: 'member', departmentCode: '64', displayName: 'Claire Dufau' });
	xabi = await buildMember(context, { role: 'elected', departmentCode: '64', displayName: 'Xabi Garat' });
});
afterAll(() => database.close());

async function newNote(): Promise<DocumentPlace> {
	const { id } = await createDocument(await seenBy(context, claire), '64', { kind: 'note', title: 'Essai' });
	return { departmentCode: '64', documentId: id };
}

/** Threads opened a minute apart, the last one now. @returns their ids, the first opened first */
async function openThreads(place: DocumentPlace, count: number): Promise<string[]> {
	const now = context.clock.getTime();
	const rows = Array.from({ length: count }, (_, index) => {
		const createdAt = new Date(now - (count - 1 - index) * 60_000);
		return { id: newId(createdAt.getTime()), ...place, anchor, quote: '238 médecins', createdAt };
	});
	await context.db.insert(commentThread).values(rows.map((row) => ({ ...row, createdBy: claire.id })));
	await context.db.insert(comment).values(
		rows.map(({ id, createdAt }) => ({
			...{ id, threadId: id, authorId: claire.id, createdAt },
			body: 'Est-ce la part des seuls libéraux ?',
		})),
	);
	return rows.map(({ id }) => id);
}

test('of many unread mentions the newest are told, the last first, and once each', async () => {
	const threads = await openThreads(await newNote(), 50);
	// A comment named like the thread that it opens.
	await context.db.insert(commentMention).values(
		threads.flatMap((commentId) => [
			{ commentId, accountId: xabi.id },
			{ commentId, organisationId: xabi.organisationId },
		]),
	);
	const told = await listUnreadMentions(await seenBy(context, xabi), '64');
	expect(told.map(({ threadId }) => threadId)).toEqual(threads.slice(-20).reverse());
});

test('of more threads than are told at once, the oldest of the resolved are left out, and the order stays', async () => {
	const place = await newNote();
	const threads = await openThreads(place, THREADS_AT_MOST + 3);
	const resolved = threads.slice(1, 6);
	await context.db
		.update(commentThread)
		.set({ resolvedAt: context.clock, resolvedBy: claire.id })
		.where(inArray(commentThread.id, resolved));
	const told = await listThreads(await seenBy(context, xabi), place.documentId);
	expect(told.map(({ id }) => id)).toEqual(threads.filter((id) => !resolved.slice(0, 3).includes(id)));
});

test('no more threads are open at once than are told; those that are can be answered and resolved', async () => {
	const place = await newNote();
	const [first, second] = await openThreads(place, THREADS_AT_MOST);
	const inside = await seenBy(context, xabi);
	const start = () => writeComment(inside, place, { do: 'start', anchor, body: 'Un de plus', mentions: [] });
	await expect(start()).rejects.toMatchObject({ code: 'conflict', status: 409 });
	await writeComment(inside, place, { do: 'reply', threadId: first!, body: 'Oui.', mentions: [] });
	await writeComment(inside, place, { do: 'resolve', threadId: first! });
	const { threadId } = await start();
	const reopenings: WriteCommentInput[] = [
		{ do: 'reply', threadId: first!, body: 'Non.', mentions: [] },
		{ do: 'reopen', threadId: first! },
	];
	for (const input of reopenings)
		await expect(writeComment(inside, place, input)).rejects.toMatchObject({ code: 'conflict' });
	await writeComment(inside, place, { do: 'reopen', threadId: second! });
	const told = await listThreads(inside, place.documentId);
	expect(told.find(({ id }) => id === threadId)?.resolvedAt).toBeNull();
	const rows = await context.db.select().from(comment).where(eq(comment.threadId, first!));
	expect(rows.map(({ body }) => body)).not.toContain('Non.');
});
