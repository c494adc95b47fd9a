import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeAnchor } from '#lib/documents/comment-anchor.content.ts';
import { newId } from '#lib/identifiers.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { listUnreadMentions } from './comment.queries.ts';
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
