import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { grant, mandate } from './committee.tables.ts';
import { changeRole, endMandate, endRegionalMandate } from './mandate.commands.ts';
import { getMandate, listMembers } from './member.queries.ts';
import {
	actorOf,
	buildMember,
	buildPlaces,
	committeeSnapshot,
	openCommittees,
	seenBy,
	type BuiltMember,
} from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';

let database: OpenDatabase;
let context: TestContext;
let administration: TestContext;
let facilitator: BuiltMember;
let facilitation: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await buildPlaces(context.db);
	administration = await seenBy(context, await openCommittees(context, '64', '40'));
	facilitator = await buildMember(context, { role: 'facilitator', departmentCode: '64' });
	facilitation = await seenBy(context, facilitator);
});
beforeEach(() => {
	context.published.length = 0;
});
afterAll(() => database.close());

const member = () => buildMember(context, { role: 'member', departmentCode: '64' });
const at64 = (one: { mandateId: string }) => ({ departmentCode: '64', mandateId: one.mandateId });

describe('endMandate', () => {
	test('ends the rights at once, keeps the history, tells the sockets', async () => {
		const person = await member();
		await endMandate(facilitation, at64(person));
		const actor = await actorOf(context, person);
		expect(actor.kind === 'account' && actor.grants).toEqual([]);
		const [row] = await context.db.select().from(mandate).where(eq(mandate.id, person.mandateId));
		expect(row).toMatchObject({ endedAt: context.clock, endedBy: facilitator.id, endsOn: '2028-03-31' });
		const [right] = await context.db.select().from(grant).where(eq(grant.mandateId, person.mandateId));
		expect(right).toMatchObject({ role: 'member', revokedAt: context.clock, revokedBy: facilitator.id });
		expect(context.published).toEqual([{ type: 'rights-changed', accountId: person.id }]);
		const audited = await context.db
			.select()
			.from(auditEvent)
			.where(eq(auditEvent.subjectId, person.mandateId));
		expect(audited.map((event) => event.action)).toEqual(['mandate.end']);
	});

	test('twice is a conflict that changes nothing', async () => {
		const person = await member();
		await endMandate(facilitation, at64(person));
		const before = await committeeSnapshot(context.db);
		await expect(endMandate(facilitation, at64(person))).rejects.toMatchObject({ code: 'conflict' });
		expect(await committeeSnapshot(context.db)).toBe(before);
	});

	test('the last facilitator stays, unless the administration decides; a second one may go', async () => {
		const before = await committeeSnapshot(context.db);
		await expect(endMandate(facilitation, at64(facilitator))).rejects.toMatchObject({ code: 'conflict' });
		await expect(changeRole(facilitation, { ...at64(facilitator), role: 'member' })).rejects.toMatchObject({
			code: 'conflict',
		});
		expect(await committeeSnapshot(context.db)).toBe(before);
		const expired = { role: 'facilitator', departmentCode: '64', endsOn: '2026-11-21' } as const;
		await buildMember(context, expired);
		await expect(endMandate(facilitation, at64(facilitator))).rejects.toMatchObject({ code: 'conflict' });
		const second = await buildMember(context, { role: 'facilitator', departmentCode: '64' });
		await endMandate(facilitation, at64(second));
		const third = await buildMember(context, { role: 'facilitator', departmentCode: '40' });
		await endMandate(administration, { departmentCode: '40', mandateId: third.mandateId });
	});

	test.each(['member', 'elected', 'urps', 'ars'] as const)('refused to %s', async (role) => {
		const place = role === 'urps' || role === 'ars' ? { regionCode: '75' } : { departmentCode: '64' };
		const other = await seenBy(context, await buildMember(context, { role, ...place }));
		const person = await member();
		const before = await committeeSnapshot(context.db);
		await expect(endMandate(other, at64(person))).rejects.toMatchObject({ code: 'not-found' });
		await expect(changeRole(other, { ...at64(person), role: 'facilitator' })).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await committeeSnapshot(context.db)).toBe(before);
		expect(context.published).toEqual([]);
	});

	test('a mandate of elsewhere, of the region, or of nowhere does not exist here', async () => {
		const elsewhere = await buildMember(context, { role: 'member', departmentCode: '40' });
		const regional = await buildMember(context, { role: 'ars', regionCode: '75' });
		const before = await committeeSnapshot(context.db);
		for (const mandateId of [elsewhere.mandateId, regional.mandateId, crypto.randomUUID(), 'x']) {
			await expect(endMandate(facilitation, { departmentCode: '64', mandateId })).rejects.toMatchObject({
				code: 'not-found',
			});
			await expect(
				changeRole(facilitation, { departmentCode: '64', mandateId, role: 'member' }),
			).rejects.toMatchObject({ code: 'not-found' });
		}
		expect(await committeeSnapshot(context.db)).toBe(before);
	});
});

describe('changeRole', () => {
	test('takes one right and gives the other, both kept with their dates', async () => {
		const person = await member();
		await changeRole(facilitation, { ...at64(person), role: 'elected' });
		const actor = await actorOf(context, person);
		expect(actor.kind === 'account' && actor.grants.map((one) => one.role)).toEqual(['elected']);
		const { roles } = await getMandate(facilitation, '64', person.mandateId);
		expect(roles.map((one) => [one.role, one.revokedAt !== null]).sort()).toEqual([
			['elected', false],
			['member', true],
		]);
		expect(context.published).toEqual([{ type: 'rights-changed', accountId: person.id }]);
	});

	test('to the same role: nothing happens', async () => {
		const person = await member();
		const before = await committeeSnapshot(context.db);
		await changeRole(facilitation, { ...at64(person), role: 'member' });
		expect(await committeeSnapshot(context.db)).toBe(before);
		expect(context.published).toEqual([]);
	});

	test('never a regional role, never through a mandate that is over', async () => {
		const person = await member();
		const over = await buildMember(context, { role: 'member', departmentCode: '64', endsOn: '2026-11-21' });
		const before = await committeeSnapshot(context.db);
		await expect(
			changeRole(facilitation, { ...at64(person), role: 'ars' as 'member' }),
		).rejects.toMatchObject({ code: 'invalid-input' });
		await expect(changeRole(facilitation, { ...at64(over), role: 'elected' })).rejects.toMatchObject({
			code: 'conflict',
		});
		expect(await committeeSnapshot(context.db)).toBe(before);
	});
});

describe('endRegionalMandate', () => {
	test('by the administration: the region closes', async () => {
		const person = await buildMember(context, { role: 'urps', regionCode: '75' });
		await endRegionalMandate(administration, { mandateId: person.mandateId });
		await expect(listMembers(await seenBy(context, person), '64')).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(context.published).toEqual([{ type: 'rights-changed', accountId: person.id }]);
	});

	test('refused to a facilitator, and for a mandate of a committee', async () => {
		const person = await buildMember(context, { role: 'urps', regionCode: '75' });
		const ordinary = await member();
		const before = await committeeSnapshot(context.db);
		await expect(endRegionalMandate(facilitation, person)).rejects.toMatchObject({ code: 'not-found' });
		await expect(endRegionalMandate(administration, ordinary)).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await committeeSnapshot(context.db)).toBe(before);
	});
});

test('what a member reads of another: who, for whom, until when; never an address', async () => {
	const person = await member();
	const reader = await seenBy(context, await member());
	const everything = JSON.stringify([
		await listMembers(reader, '64'),
		await getMandate(reader, '64', person.mandateId),
	]);
	expect(everything).toContain(person.mandateId);
	expect(everything).not.toContain('@exemple.test');
	expect((await getMandate(reader, '64', person.mandateId)).canManage).toBe(false);
});
