import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeAnchor } from '#lib/documents/comment-anchor.content.ts';
import type { Mention } from '#lib/documents/comment.rules.ts';
import { encodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { chooseMails } from '../accounts/account.commands.ts';
import { mandate } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { writeComment } from './comment.commands.ts';
import { markThreadsRead } from './comment-read.commands.ts';
import { createDocument } from './document.commands.ts';
import { getDocumentByKind } from './document.queries.ts';
import { purgeMentionMails, sendMentionMails } from './mention-mail.commands.ts';
import { mentionMail } from './mention-mail.tables.ts';
import { searchPassage } from './search.tables.ts';

const SECRET = 'la part des seuls libéraux';
const MINUTE = 60_000;
const anchor = encodeAnchor({ runs: [[1, 0, 12]], passage: '238 médecins', before: '', after: '' });

let database: OpenDatabase;
let context: TestContext;
let claire: BuiltMember;
let xabi: BuiltMember;
let place: { departmentCode: string; documentId: string };
let faults: unknown[];

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	claire = await buildMember(context, { role: 'member', departmentCode: '64', displayName: 'Claire Dufau' });
});
afterAll(() => database.close());
beforeEach(async () => {
	faults = [];
	context.mails.length = 0;
	await context.db.delete(mentionMail);
	xabi = await buildMember(context, { role: 'member', departmentCode: '64', displayName: 'Xabi Etxeberri' });
	const { id } = await createDocument(await seenBy(context, claire), '64', { kind: 'note', title: 'Étude' });
	place = { departmentCode: '64', documentId: id };
});

const minutes = (count: number): void => {
	context.clock = new Date(context.clock.getTime() + count * MINUTE);
};

const person = (member: BuiltMember): Mention => ({ kind: 'person', id: member.id });

async function comment(mentions: Mention[], at = anchor): Promise<string> {
	const as = await seenBy(context, claire);
	const written = { do: 'start' as const, anchor: at, body: `Est-ce ${SECRET} ?`, mentions };
	return (await writeComment(as, place, written)).threadId;
}

const send = (mail = context.mail): Promise<number> =>
	sendMentionMails({
		platform: { ...context, mail },
		contextOf: (accountId) => seenBy(context, { id: accountId }),
		reportError: (error) => faults.push(error),
	});

describe('a comment that names somebody', () => {
	test('is told by mail after some minutes: who, where and a link, never its text', async () => {
		const threadId = await comment([person(xabi)]);
		expect(await send()).toBe(0);
		minutes(6);
		expect(await send()).toBe(1);
		const [mail] = context.mails;
		expect(mail).toMatchObject({ to: xabi.email, subject: 'Un commentaire vous cite, sur Terrimed' });
		const href = `http://localhost:3000/64/documents/${place.documentId}?fil=${threadId}`;
		expect(mail?.text).toContain(href);
		expect(mail?.text).toMatch(/^Claire Dufau \(.+\) vous cite dans un commentaire de «\u00a0Étude\u00a0»/m);
		expect(mail?.text).toContain('http://localhost:3000/compte');
		expect(JSON.stringify(mail)).not.toContain(SECRET);
		expect(JSON.stringify(mail)).not.toContain('238 médecins');
		minutes(60);
		expect(await send()).toBe(0);
	});

	test('waits for the others: a discussion is told in one letter', async () => {
		await comment([person(xabi)]);
		minutes(3);
		await comment([person(xabi)]);
		minutes(3);
		expect(await send()).toBe(1);
		expect(context.mails.map(({ subject }) => subject)).toEqual(['2 commentaires vous citent, sur Terrimed']);
		minutes(10);
		expect(await send()).toBe(0);
	});

	test('by their organisation is told to each who represents it, but the author', async () => {
		const other = await buildMember(context, { role: 'member', departmentCode: '64' });
		expect(other.organisationId).toBe(claire.organisationId);
		await comment([{ kind: 'organisation', id: claire.organisationId }, person(xabi)]);
		minutes(6);
		await send();
		expect(context.mails.map(({ to }) => to)).not.toContain(claire.email);
		const texts = new Map(context.mails.map(({ to, text }) => [to, text]));
		expect(texts.get(other.email)).toContain('cite votre structure');
		expect(texts.get(xabi.email)).toContain('vous cite');
	});

	test('on an action of the plan leads to the action', async () => {
		const plan = await getDocumentByKind(await seenBy(context, claire), '64', 'plan');
		place = { departmentCode: '64', documentId: plan.id };
		const actionId = newId();
		await context.db.insert(searchPassage).values({
			...{ documentId: plan.id, position: 1, anchor: actionId, number: '5.1' },
			...{ heading: 'Rencontrer', content: '', searchedHeading: '', searchedContent: '' },
		});
		await comment([person(xabi)], encodeActionAnchor({ actionId, field: null }));
		minutes(6);
		await send();
		expect(context.mails[0]?.text).toContain(`http://localhost:3000/64/plan/${actionId}`);
	});
});

describe('nothing is sent', () => {
	const sentAfter = async (happens: (threadId: string) => Promise<unknown>): Promise<number> => {
		const threadId = await comment([person(xabi)]);
		await happens(threadId);
		minutes(6);
		return send();
	};

	test('to whom the space is no longer open', async () => {
		const ended = { endedAt: context.now() };
		expect(
			await sentAfter(() => context.db.update(mandate).set(ended).where(eq(mandate.accountId, xabi.id))),
		).toBe(0);
		expect(context.mails).toEqual([]);
	});

	test('to whoever wants none, until they want it again', async () => {
		const own = await seenBy(context, xabi);
		expect(await sentAfter(() => chooseMails(own, { mentionMails: false, internMails: true }))).toBe(0);
		expect(await sentAfter(() => chooseMails(own, { mentionMails: true, internMails: true }))).toBe(1);
	});

	test('of what was read meanwhile, or withdrawn', async () => {
		const own = await seenBy(context, xabi);
		const until = new Date(context.clock.getTime() + MINUTE).toISOString();
		expect(await sentAfter((id) => markThreadsRead(own, place, { threads: [{ id, until }] }))).toBe(0);
		const threadId = await comment([person(xabi)]);
		expect(threadId).not.toBe('');
		const rows = await context.db.select().from(mentionMail).where(eq(mentionMail.accountId, xabi.id));
		const waiting = rows.find(({ endedAt }) => endedAt === null);
		const as = await seenBy(context, claire);
		await writeComment(as, place, { do: 'remove', commentId: waiting?.commentId ?? '' });
		minutes(6);
		expect(await send()).toBe(0);
	});
});

test('a letter that does not leave is tried again, five times in all', async () => {
	await comment([person(xabi)]);
	const broken = { send: () => Promise.reject(new Error('no line')) };
	for (let round = 0; round < 3; round += 1) {
		minutes(6);
		expect(await send(broken)).toBe(0);
	}
	expect(faults).toHaveLength(3);
	minutes(6);
	expect(await send()).toBe(1);
	await comment([person(xabi)]);
	for (let round = 0; round < 8; round += 1) {
		minutes(6);
		await send(broken);
	}
	expect(faults).toHaveLength(8);
	minutes(6);
	expect(await send()).toBe(0);
});

test('what was sent is forgotten after a month', async () => {
	await comment([person(xabi)]);
	minutes(6);
	await send();
	expect(await purgeMentionMails(context.db, context.now())).toBe(0);
	minutes(31 * 24 * 60);
	expect(await purgeMentionMails(context.db, context.now())).toBe(1);
});
