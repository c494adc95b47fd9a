import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayInFrance, endOfDayInFrance } from '#lib/committee/role.rules.ts';
import { session } from '#lib/server/accounts/account.tables.ts';
import { grant } from '#lib/server/committee/committee.tables.ts';
import type { DocumentState } from '#lib/documents/document.rules.ts';
import type { OpenDatabase } from '#lib/server/database/database.ts';
import { document as documentTable } from '#lib/server/documents/document.tables.ts';
import { buildDocument } from '../../tests/support/document-log.ts';
import { buildMember, buildPlaces, openCommittees } from '../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../tests/support/context.ts';
import { createSessionAuthorizer } from './adapters/session-authorizer.ts';
import type { Authorizer } from './ports/authorizer.ts';

let database: OpenDatabase;
let context: TestContext;
let authorizer: Authorizer;
let document: string;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db, clock: new Date() });
	await buildPlaces(database.db);
	await openCommittees(context, '64', '40');
	document = await buildDocument(database.db, { departmentCode: '64', kind: 'note' });
	authorizer = createSessionAuthorizer({
		db: database.db,
		sessions: context.sessions,
		now: () => context.now(),
	});
});
afterAll(() => database.close());

async function signedIn(departmentCode: string) {
	const member = await buildMember(context, { role: 'member', departmentCode });
	const { key, cookie } = await context.sessions.start(member.id, 'Firefox');
	return { member, key, cookieHeader: `${cookie.name}=${cookie.value}` };
}

describe('authorization by session', () => {
	it('AUTH-1 gives each of a crowd that comes at once their own answer', async () => {
		const [one, other, neighbour] = [await signedIn('64'), await signedIn('64'), await signedIn('40')];
		const asked = [one, other, neighbour, { cookieHeader: 'session=nobody' }, { cookieHeader: null }];
		const answers = await Promise.all(
			asked.map(({ cookieHeader }) => authorizer.authorize({ documentId: document, cookieHeader })),
		);
		expect(answers[0]).toMatchObject({ ok: true, access: 'write', accountId: one.member.id });
		expect(answers[1]).toMatchObject({ ok: true, access: 'write', accountId: other.member.id });
		expect(answers[2]).toEqual({ ok: false, reason: 'not-found' });
		expect(answers[3]).toEqual({ ok: false, reason: 'signed-out' });
		expect(answers[4]).toEqual({ ok: false, reason: 'signed-out' });
	});

	it('AUTH-2 answers alike for a document that does not exist', async () => {
		const { cookieHeader } = await signedIn('64');
		const missing = '0190a000-0000-7000-8000-000000000000';
		expect(await authorizer.authorize({ documentId: missing, cookieHeader })).toEqual({
			ok: false,
			reason: 'not-found',
		});
	});

	it('AUTH-1 a document that is frozen or archived is read, from the next question on', async () => {
		const { member, key, cookieHeader } = await signedIn('64');
		const frozen = await buildDocument(database.db, { departmentCode: '64', kind: 'note' });
		const access = async (state: DocumentState) => {
			await database.db.update(documentTable).set({ state }).where(eq(documentTable.id, frozen));
			const opened = await authorizer.authorize({ documentId: frozen, cookieHeader });
			const asked = { documentId: frozen, accountId: member.id, sessionId: key };
			const again = await authorizer.reauthorize(asked);
			return [opened, again].map((answer) => answer.ok && answer.access);
		};
		for (const state of ['writing', 'review'] as const) {
			expect(await access(state)).toEqual(['write', 'write']);
		}
		for (const state of ['adopted', 'archived'] as const) {
			expect(await access(state)).toEqual(['read', 'read']);
		}
	});

	it('AUTH-4 a right that another one outlives is asked about at its end, and goes on', async () => {
		const { member, key, cookieHeader } = await signedIn('64');
		const today = dayInFrance(context.clock);
		await buildMember(context, { role: 'urps', regionCode: '75', person: member, endsOn: today });
		const opened = await authorizer.authorize({ documentId: document, cookieHeader });
		const endOfDay = endOfDayInFrance(today);
		expect(opened).toMatchObject({ ok: true, validUntil: endOfDay.getTime() });
		const morning = context.clock;
		context.clock = endOfDay;
		const again = await authorizer.reauthorize({
			...{ documentId: document, accountId: member.id, sessionId: key },
		});
		context.clock = morning;
		const lastDay = endOfDayInFrance('2028-03-31').getTime();
		expect(again).toMatchObject({ ok: true, access: 'write', validUntil: lastDay });
	});

	it('AUTH-3 reads grant and session again, never from an earlier answer', async () => {
		const { member, key } = await signedIn('64');
		const again = () =>
			authorizer.reauthorize({ documentId: document, accountId: member.id, sessionId: key });
		expect(await again()).toMatchObject({ ok: true });
		const before = again();
		await database.db
			.update(grant)
			.set({ revokedAt: new Date() })
			.where(eq(grant.mandateId, member.mandateId));
		await before;
		expect(await again()).toEqual({ ok: false, reason: 'right-ended' });
		await database.db.delete(session).where(eq(session.id, key));
		expect(await again()).toEqual({ ok: false, reason: 'signed-out' });
	});
});
