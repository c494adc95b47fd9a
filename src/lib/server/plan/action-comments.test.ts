import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeActionAnchor, decodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import type { WriteCommentInput } from '#lib/documents/comment.input.ts';
import { encodeAnchor } from '#lib/documents/comment-anchor.content.ts';
import { newId } from '#lib/identifiers.ts';
import { unreadByAction } from '#lib/plan/unread.rules.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange } from '../../../../tests/support/document-log.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { markThreadsRead } from '../documents/comment-read.commands.ts';
import { writeComment } from '../documents/comment.commands.ts';
import { listThreads, listUnreadMentions } from '../documents/comment.queries.ts';
import { commentThread } from '../documents/comment.tables.ts';
import { loadCopy } from '../documents/document.log.ts';
import { getDocumentByKind } from '../documents/document.queries.ts';
import { createProjector } from '../documents/projector.ts';
import { projectionsOf } from '../documents/projection.ts';
import { textProjection } from '../documents/text.projection.ts';
import { getActionSheet } from './action-sheet.queries.ts';
import { getPlanPage } from './plan.queries.ts';
import { planProjection } from './plan.projection.ts';

let database: OpenDatabase;
let context: TestContext;
let claire: BuiltMember;
let xabi: BuiltMember;
let neighbour: BuiltMember;
let planId: string;
let actionId: string;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	const { db, now } = context;
	await openSpaces(context, '64', '40');
	claire = await buildMember(context, { role: 'member', departmentCode: '64', displayName: 'Claire Dufau' });
	xabi = await buildMember(context, { role: 'elected', departmentCode: '64', displayName: 'Xabi Garat' });
	neighbour = await buildMember(context, { role: 'facilitator', departmentCode: '40' });
	planId = (await getDocumentByKind(await seenBy(context, claire), '64', 'plan')).id;
	const doc = await loadCopy(db, planId);
	await appendChange(db, {
		documentId: planId,
		doc,
		accountId: claire.id,
		at: now(),
		change: () => {
			actionId = createAction(doc, { proposition: 5, title: 'Rencontrer les médecins' }, null);
			createAction(doc, { proposition: 5, title: 'Une autre' }, null);
		},
	});
	await createProjector({
		db,
		now,
		projections: projectionsOf({ text: textProjection, plan: planProjection }),
		reportError: (error) => {
			throw error;
		},
	}).catchUp();
});
afterAll(() => database.close());

const start = async (who: BuiltMember, anchor: string, documentId = planId) =>
	writeComment(
		await seenBy(context, who),
		{ departmentCode: '64', documentId },
		{ do: 'start', anchor, body: 'Qui s’en charge ?', mentions: [{ kind: 'person', id: xabi.id }] },
	);

test('an action, or a field of it, is commented: read on its sheet, unread for who is named', async () => {
	await start(claire, encodeActionAnchor({ actionId, field: null }));
	context.clock = new Date(context.clock.getTime() + 1_000);
	await start(claire, encodeActionAnchor({ actionId, field: 'dueOn' }));
	const inside = await seenBy(context, xabi);
	const threads = await listThreads(inside, planId);
	expect(threads.map(({ quote, anchor }) => [quote, decodeActionAnchor(anchor)])).toEqual([
		['Rencontrer les médecins', { actionId, field: null }],
		['Rencontrer les médecins', { actionId, field: 'dueOn' }],
	]);
	expect(threads.every(({ comments }) => comments[0]?.isUnread === true)).toBe(true);
	expect((await getActionSheet(inside, '64', '5-1')).threads).toHaveLength(2);
	expect((await getActionSheet(inside, '64', '5-2')).threads).toEqual([]);
	expect(await listUnreadMentions(inside, '64')).toMatchObject([{ actionId }, { actionId }]);
});

test('the page of the plan counts what its reader has not read, as the threads themselves say', async () => {
	const inPlan = { departmentCode: '64', documentId: planId };
	const write = async (who: BuiltMember, input: WriteCommentInput): Promise<string> => {
		context.clock = new Date(context.clock.getTime() + 1_000);
		return (await writeComment(await seenBy(context, who), inPlan, input)).threadId;
	};
	const open = (who: BuiltMember, field: string | null): Promise<string> =>
		write(who, {
			...{ do: 'start', body: 'Qui s’en charge ?', mentions: [] },
			anchor: encodeActionAnchor({ actionId, field }),
		});
	const counted = async (who: BuiltMember): Promise<number | undefined> => {
		const inside = await seenBy(context, who);
		const { unread } = await getPlanPage(inside, '64');
		expect(unread).toEqual(unreadByAction(await listThreads(inside, planId)));
		return unread[actionId];
	};
	const [ofXabi, ofClaire] = [(await counted(xabi)) ?? 0, (await counted(claire)) ?? 0];
	const threadId = await open(claire, 'title');
	await write(claire, { do: 'reply', threadId, body: 'Personne ?', mentions: [] });
	expect([await counted(xabi), await counted(claire)]).toEqual([ofXabi + 1, ofClaire || undefined]);
	const seen = (await listThreads(await seenBy(context, xabi), planId)).find(({ id }) => id === threadId);
	const until = seen?.comments.at(-1)?.createdAt ?? '';
	await markThreadsRead(await seenBy(context, xabi), inPlan, { threads: [{ id: threadId, until }] });
	expect(await counted(xabi)).toBe(ofXabi || undefined);
	await write(claire, { do: 'reply', threadId, body: 'Toujours personne.', mentions: [] });
	expect(await counted(xabi)).toBe(ofXabi + 1);
	await write(xabi, { do: 'resolve', threadId });
	expect(await counted(xabi)).toBe(ofXabi || undefined);
	const withdrawn = await open(claire, null);
	const said = (await listThreads(await seenBy(context, claire), planId)).find(({ id }) => id === withdrawn);
	await write(claire, { do: 'remove', commentId: said?.comments[0]?.id ?? '' });
	expect(await counted(xabi)).toBe(ofXabi || undefined);
	await expect(getPlanPage(await seenBy(context, neighbour), '64')).rejects.toMatchObject({
		code: 'not-found',
	});
});

test('a plan has no passages, a text no actions, and an action is one of this plan', async () => {
	const before = await context.db.select().from(commentThread);
	const diagnosis = await getDocumentByKind(await seenBy(context, claire), '64', 'diagnosis');
	const passage = encodeAnchor({ runs: [[1, 0, 2]], passage: 'ab', before: '', after: '' });
	await expect(start(claire, passage)).rejects.toMatchObject({ code: 'not-found' });
	const own = encodeActionAnchor({ actionId, field: null });
	await expect(start(claire, own, diagnosis.id)).rejects.toMatchObject({ code: 'not-found' });
	const unknown = encodeActionAnchor({ actionId: newId(), field: null });
	await expect(start(claire, unknown)).rejects.toMatchObject({ code: 'conflict' });
	await expect(start(neighbour, own)).rejects.toMatchObject({ code: 'not-found' });
	expect(await context.db.select().from(commentThread)).toEqual(before);
});

test.each(['', 'action:', 'action:x', `action:${'0'.repeat(36)}`, 'action:../..', 'x'.repeat(90)])(
	'« %s » is no anchor of an action',
	(text) => expect(decodeActionAnchor(text)).toBeNull(),
);
