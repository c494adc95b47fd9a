import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { findAuditFault } from '../audit/audit.ts';
import type { OpenDatabase } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { createJobRunner } from '../jobs/job.runner.ts';
import { job } from '../jobs/job.tables.ts';
import { registryReading } from '../registries/reading.tables.ts';
import { addFollowUp } from '../senior-doctors/follow-up.commands.ts';
import { changeSeniorDoctor } from '../senior-doctors/senior-doctor.commands.ts';
import { listSeniorDoctors } from '../senior-doctors/senior-doctor.queries.ts';
import {
	seniorDoctor,
	seniorDoctorChange,
	seniorDoctorFollowUp,
} from '../senior-doctors/senior-doctor.tables.ts';
import { queueRetention } from './retention.commands.ts';
import { listNotices, listPurges } from './retention.queries.ts';

let database: OpenDatabase;
let context: TestContext;
let urps: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	urps = context.as(buildActor((await buildAccount(context)).id, 'urps'));
});
afterAll(() => database.close());

/** A night: what the runner does when it tidies, until nothing waits. */
async function night(): Promise<void> {
	const runner = createJobRunner({
		...{ db: context.db, events: context.events, now: context.now },
		...{ runner: 'one', alone: true, handlers: JOB_HANDLERS, purges: [queueRetention] },
		contextOf: () => Promise.resolve(context),
		timers: { setTimeout: () => null, clearTimeout: () => {} },
		reportError: (error) => {
			throw error;
		},
	});
	await runner.purge();
	await runner.settle();
	await runner.close();
}
const all = () =>
	withRegistryRights(context, ['64'], async ({ db }) => ({
		doctors: (await db.select({ id: seniorDoctor.id }).from(seniorDoctor)).map(({ id }) => id),
		changes: await db.$count(seniorDoctorChange),
		followUps: await db.$count(seniorDoctorFollowUp),
		readings: await db.$count(registryReading),
	}));
const ADDRESS = { q: '', filters: '', sort: '', cursor: '' };

test('a record goes when it has been kept long enough, once announced; what stays has what is recent', async () => {
	const gone = await buildSeniorDoctor(urps, {
		...{ lastName: 'Parti', departureYear: 2026, departureCertainty: 'declared' },
	});
	const estimated = await buildSeniorDoctor(urps, {
		...{ lastName: 'Estimé', departureYear: 2026, departureCertainty: 'estimated' },
	});
	const stays = await buildSeniorDoctor(urps, { lastName: 'Reste' });
	await changeSeniorDoctor(urps, { departmentCode: '64', doctorId: stays, version: 1 }, { halfDays: 4 });
	await addFollowUp(
		urps,
		{ departmentCode: '64', doctorId: stays },
		{
			...{ kind: 'call', happenedOn: '2026-11-20', outcome: 'Joint.', nextStep: '', nextStepOn: null },
		},
	);
	await listSeniorDoctors(urps, '64', { ...ADDRESS, q: 'reste' });
	await night();
	expect((await all()).doctors.toSorted()).toEqual([gone, estimated, stays].toSorted());
	expect(await listPurges(urps, '64')).toEqual([]);

	context.clock = new Date('2027-11-10T03:00:00Z');
	expect(await listNotices(urps, '64')).toMatchObject({
		total: 1,
		records: [{ id: gone, name: 'Dr Odile Parti' }],
	});
	context.clock = new Date('2028-01-01T03:00:00Z');
	await night();
	const after = await all();
	expect(after.doctors.toSorted()).toEqual([estimated, stays].toSorted());
	expect(after).toMatchObject({ changes: 1, followUps: 1, readings: 0 });
	expect(await listPurges(urps, '64')).toMatchObject([{ counts: { doctors: 1, readings: 1 } }]);
	const [line] = await context.db.select().from(auditEvent).where(eq(auditEvent.action, 'seniors.erase'));
	expect(line).toMatchObject({ actorId: null, subjectId: gone, details: { reason: 'kept-long-enough' } });

	// Three years after the last contact nobody stands behind what the record says.
	await changeSeniorDoctor(urps, { departmentCode: '64', doctorId: estimated, version: 1 }, { halfDays: 2 });
	context.clock = new Date('2029-12-01T03:00:00Z');
	await night();
	expect(await all()).toMatchObject({ doctors: [estimated], changes: 1, followUps: 0 });
	expect(await findAuditFault(context.db, '64')).toBeNull();
});

test('is asked once a day, whoever tidies', async () => {
	const asked = () => context.db.$count(job, eq(job.kind, 'registries.purge'));
	context.clock = new Date('2030-03-31T00:30:00Z');
	await night();
	const before = await asked();
	for (const hours of [2, 9, 21]) {
		context.clock = new Date(Date.parse('2030-03-31T00:30:00Z') + hours * 3_600_000);
		await night();
	}
	expect(await asked()).toBe(before);
	context.clock = new Date('2030-03-31T22:30:00Z');
	await night();
	expect(await asked()).toBe(before + 1);
});
