import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLEGE_SLUGS } from '#lib/committee/college.catalogue.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { within } from '../context/context.ts';
import type { OpenDatabase } from '../database/database.ts';
import { createCommittee, createOrganisation } from './committee.commands.ts';
import { committee } from './committee.tables.ts';
import { listOrganisations } from './organisation.queries.ts';
import {
	buildMember,
	buildPlaces,
	committeeSnapshot,
	openCommittees,
	seenBy,
} from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';

let database: OpenDatabase;
let context: TestContext;
let administration: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await buildPlaces(context.db);
	const administrator = await openCommittees(context, '64', '40');
	administration = await seenBy(context, administrator);
});
afterAll(() => database.close());

describe('createCommittee', () => {
	test('gives organisations of every college, those of the region shared by its committees', async () => {
		const [pyrenees, landes] = [
			await listOrganisations(administration, '64'),
			await listOrganisations(administration, '40'),
		];
		expect([...new Set(pyrenees.map((one) => one.college))]).toEqual([...COLLEGE_SLUGS]);
		const regional = (rows: typeof pyrenees) => rows.filter((one) => one.isRegional).map((one) => one.id);
		expect(regional(pyrenees)).toHaveLength(2);
		expect(regional(landes)).toEqual(regional(pyrenees));
		const audited = await context.db.select().from(auditEvent).where(eq(auditEvent.chain, '64'));
		expect(audited.map((event) => event.action)).toEqual(['committee.create']);
	});

	test('runs inside a transaction: what the caller undoes was never opened nor audited', async () => {
		const before = await committeeSnapshot(context.db);
		const undone = context.db.transaction(async (transaction) => {
			await createCommittee(within(administration, transaction), { departmentCode: '12' });
			throw new Error('undone');
		});
		await expect(undone).rejects.toThrow('undone');
		expect(await committeeSnapshot(context.db)).toBe(before);
	});

	test.each([
		['already open', '64', 'conflict'],
		['no such département', '99', 'invalid-input'],
	])('%s', async (_name, departmentCode, code) => {
		const before = await committeeSnapshot(context.db);
		await expect(createCommittee(administration, { departmentCode })).rejects.toMatchObject({ code });
		expect(await committeeSnapshot(context.db)).toBe(before);
	});

	test.each(['member', 'elected', 'facilitator', 'urps', 'ars'] as const)('refused to %s', async (role) => {
		const place = role === 'urps' || role === 'ars' ? { regionCode: '75' } : { departmentCode: '64' };
		const other = await seenBy(context, await buildMember(context, { role, ...place }));
		const before = await committeeSnapshot(context.db);
		await expect(createCommittee(other, { departmentCode: '33' })).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await committeeSnapshot(context.db)).toBe(before);
	});

	test('refused to nobody', async () => {
		await expect(createCommittee(context, { departmentCode: '33' })).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await context.db.select().from(committee).where(eq(committee.departmentCode, '33'))).toEqual([]);
	});
});

describe('createOrganisation', () => {
	const draft = { departmentCode: '64', college: 'elus', acronym: '', name: 'Mairie d’Orthez' } as const;

	test('by a facilitator, once', async () => {
		const facilitator = await seenBy(
			context,
			await buildMember(context, { role: 'facilitator', departmentCode: '64' }),
		);
		const made = await createOrganisation(facilitator, draft);
		expect(await listOrganisations(facilitator, '64')).toContainEqual(
			expect.objectContaining({ id: made.id, name: draft.name, isRegional: false }),
		);
		const before = await committeeSnapshot(context.db);
		await expect(createOrganisation(facilitator, draft)).rejects.toMatchObject({ code: 'conflict' });
		await expect(
			createOrganisation(facilitator, { ...draft, college: 'ars', name: 'Délégation' }),
		).rejects.toMatchObject({ code: 'invalid-input' });
		expect(await committeeSnapshot(context.db)).toBe(before);
	});

	test.each(['member', 'elected', 'urps', 'ars'] as const)('refused to %s', async (role) => {
		const place = role === 'urps' || role === 'ars' ? { regionCode: '75' } : { departmentCode: '64' };
		const other = await seenBy(context, await buildMember(context, { role, ...place }));
		const before = await committeeSnapshot(context.db);
		await expect(createOrganisation(other, { ...draft, name: 'Autre' })).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await committeeSnapshot(context.db)).toBe(before);
	});

	test('refused to the facilitator of another committee', async () => {
		const other = await seenBy(
			context,
			await buildMember(context, { role: 'facilitator', departmentCode: '40' }),
		);
		const before = await committeeSnapshot(context.db);
		await expect(createOrganisation(other, { ...draft, name: 'Autre' })).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await committeeSnapshot(context.db)).toBe(before);
	});
});

test('the organisations of a space are for those who may open it', async () => {
	const elsewhere = await seenBy(
		context,
		await buildMember(context, { role: 'member', departmentCode: '40' }),
	);
	await expect(listOrganisations(elsewhere, '64')).rejects.toMatchObject({ code: 'not-found' });
	await expect(listOrganisations(context, '64')).rejects.toMatchObject({ code: 'not-found' });
});
