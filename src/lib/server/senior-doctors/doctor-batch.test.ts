import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#lib/identifiers.ts';
import { doctorBatchInput } from '#lib/senior-doctors/doctor-batch.input.ts';
import { batchSentence, MOST_CHOSEN } from '#lib/senior-doctors/doctor-batch.rules.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildMember } from '../../../../tests/support/committee.ts';
import { buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { changeChosenDoctors } from './doctor-batch.commands.ts';
import { exportDoctors } from './doctor-export.queries.ts';
import { addFollowUp } from './follow-up.commands.ts';
import { listToCall } from './follow-up.queries.ts';
import { changeSeniorDoctor } from './senior-doctor.commands.ts';
import { seniorDoctor } from './senior-doctor.tables.ts';

let database: OpenDatabase;
let urps: TestContext;
let colleagueId: string;
let facilitator: TestContext;
let ids: string[];

beforeAll(async () => {
	database = await openTestDatabase();
	const context = buildContext({ db: database.db });
	const administrator = await openSpaces(context, '64');
	const first = await buildMember(administrator, {
		role: 'urps',
		regionCode: '75',
		displayName: 'Claire Dufau',
	});
	const second = await buildMember(administrator, {
		role: 'urps',
		regionCode: '75',
		displayName: 'Marc Laborde',
	});
	colleagueId = second.id;
	urps = context.as(buildActor(first.id, 'urps'));
	facilitator = context.as(buildActor(second.id, 'facilitator'));
});
afterAll(() => database.close());
beforeEach(async () => {
	ids = [];
	for (let nth = 0; nth < 3; nth += 1) ids.push(await buildSeniorDoctor(urps));
});

const rowOf = async (id: string) => {
	const [row] = await database.db.select().from(seniorDoctor).where(eq(seniorDoctor.id, id));
	return row;
};
const chosen = () => ids.map((id) => ({ id, version: 1 }));
const change = { kind: 'change', changes: { successor: 'found' } } as const;

test('one field takes the same value; what was saved meanwhile stays, what is gone is told', async () => {
	const [kept = '', moved = ''] = ids;
	await changeSeniorDoctor(
		urps,
		{ departmentCode: '64', doctorId: moved, version: 1 },
		{ successor: 'sought' },
	);
	const gone = newId();
	const result = await changeChosenDoctors(urps, '64', {
		records: [...chosen(), { id: gone, version: 1 }],
		action: change,
	});
	expect(result.changed).toEqual([ids[0], ids[2]].map((id) => ({ id, version: 2 })));
	expect(result.refused.map(({ id, reason }) => [id, reason])).toEqual([
		[moved, 'conflict'],
		[gone, 'not-found'],
	]);
	expect(batchSentence(result)).toBe('2 fiches changées, 2 refusées.');
	expect([(await rowOf(kept))?.successor, (await rowOf(moved))?.successor]).toEqual(['found', 'sought']);
});

test('records are given to somebody of the URPS of the region, to nobody else', async () => {
	const assign = (accountId: string) =>
		changeChosenDoctors(urps, '64', { records: chosen(), action: { kind: 'assign', accountId } });
	const outsider = await buildMember(facilitator, { role: 'member', departmentCode: '64' });
	await expect(assign(outsider.id)).rejects.toMatchObject({ code: 'invalid-input' });
	expect((await assign(colleagueId)).changed).toHaveLength(3);
	expect((await rowOf(ids[0] ?? ''))?.followedBy).toBe(colleagueId);
});

test('a step is planned for who follows the record, and dates no contact', async () => {
	const [followed = '', other = ''] = ids;
	const contact = {
		kind: 'call',
		happenedOn: '2026-11-02',
		outcome: 'Rappeler',
		nextStep: '',
		nextStepOn: null,
	} as const;
	await addFollowUp(urps, { departmentCode: '64', doctorId: followed }, contact);
	await changeChosenDoctors(urps, '64', {
		records: chosen(),
		action: { kind: 'plan', nextStep: 'Envoyer la lettre', nextStepOn: '2026-11-25' },
	});
	expect(await rowOf(followed)).toMatchObject({ lastContactOn: '2026-11-02', nextStepOn: '2026-11-25' });
	expect(await rowOf(other)).toMatchObject({ lastContactOn: null, nextStepOn: '2026-11-25' });
	const steps = (await listToCall(urps, '64', '2026-11-30')).filter(({ doctorId }) => ids.includes(doctorId));
	expect(steps.map(({ nextStep, ownerName }) => [nextStep, ownerName])).toEqual(
		ids.map(() => ['Envoyer la lettre', 'Claire Dufau']),
	);
});

test('a file of the chosen records holds these, and is written in the log', async () => {
	const asked = { q: '', filters: '', sort: '', format: 'csv', ids: ids.slice(0, 2) } as const;
	const file = await exportDoctors(urps, '64', asked);
	const lines = Buffer.from(await file.bytes)
		.toString('utf8')
		.trim()
		.split('\r\n');
	expect(lines).toHaveLength(3);
	// Whoever reads what is shared takes away nothing more by naming it.
	const shared = await exportDoctors(facilitator, '64', asked);
	expect(
		Buffer.from(await shared.bytes)
			.toString('utf8')
			.trim()
			.split('\r\n'),
	).toHaveLength(1);
});

test('others than the URPS change nothing; more than the bound, or two fields at once, are refused', async () => {
	const audited = () =>
		database.db.$count(auditEvent, and(eq(auditEvent.chain, '64'), eq(auditEvent.action, 'seniors.change')));
	const before = await audited();
	await expect(
		changeChosenDoctors(facilitator, '64', { records: chosen(), action: change }),
	).rejects.toMatchObject({ code: 'not-found' });
	expect(await audited()).toBe(before);
	expect((await rowOf(ids[0] ?? ''))?.version).toBe(1);
	const records = Array.from({ length: MOST_CHOSEN + 1 }, () => ({ id: newId(), version: 1 }));
	expect(doctorBatchInput.safeParse({ records, action: change }).success).toBe(false);
	expect(doctorBatchInput.safeParse({ records: records.slice(1), action: change }).success).toBe(true);
	for (const changes of [{}, { successor: 'found', sharing: 'urps' }, { lastName: 'Autre' }])
		expect(
			doctorBatchInput.safeParse({ records: records.slice(1), action: { kind: 'change', changes } }).success,
		).toBe(false);
});
