import { lt, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { dayInFrance, startOfDayInFrance } from '#lib/committee/role.rules.ts';
import { isTerrimedError } from '#lib/errors.ts';
import { boundsOn, type PurgeCounts, type PurgedPart } from '#lib/protection/retention.rules.ts';
import { REGISTRY_NAMES, type RegistryName } from '#lib/registries/registry-name.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { internChange } from '../interns/intern.tables.ts';
import { queueJob } from '../jobs/job.commands.ts';
import type { JobHandler, JobRun, HourlyPurge } from '../jobs/job.kinds.ts';
import { registryReading } from '../registries/reading.tables.ts';
import { seniorDoctorChange, seniorDoctorFollowUp } from '../senior-doctors/senior-doctor.tables.ts';
import { department } from '../territory/territory.tables.ts';
import { eraseWithin, sharedBefore, tell } from './person.commands.ts';
import { registryRequest } from './protection.tables.ts';
import { findRecord } from './record.queries.ts';
import { retentionJob } from './retention.jobs.ts';
import { listPast, wasPurgedSince, type RetentionReport } from './retention.queries.ts';

/** Puts the purge of this day in the queue, once: the first time that a process tidies after midnight in France. */
export const queueRetention: HourlyPurge = (context) =>
	context.inTurn('registries-purge', async () => {
		const day = dayInFrance(context.now());
		if (await wasPurgedSince(context.db, startOfDayInFrance(day))) return 0;
		const jobId = await queueJob(context, retentionJob, { input: { day } });
		context.events.publish({ type: 'job-queued', jobId });
		return 0;
	});

/** Erases the records that are past their time and removes what is kept less long beside them, region by region. */
export const purgeRegistries: JobHandler<{ day: string }> = async ({ context, input, progress }) => {
	const departments: RetentionReport['departments'] = {};
	const regions = await listRegions(context);
	for (const [index, codes] of regions.entries()) {
		await progress(index, regions.length);
		const add = (code: string, part: PurgedPart, count: number): void => {
			const counts: PurgeCounts = (departments[code] ??= {});
			counts[part] = (counts[part] ?? 0) + count;
		};
		const night = { day: input.day, codes, add, progress: () => progress(index, regions.length) };
		for (const registry of REGISTRY_NAMES) await purgeRecords(context, registry, night);
		await purgeBeside(context, night);
	}
	const report: RetentionReport = { departments };
	return { report };
};

interface Night {
	day: string;
	/** Of one region. */
	codes: string[];
	add: (code: string, part: PurgedPart, count: number) => void;
	progress: () => ReturnType<JobRun['progress']>;
}

async function listRegions(context: Context): Promise<string[][]> {
	const rows = await context.db
		.select({ code: department.code, regionCode: department.regionCode })
		.from(department)
		.orderBy(department.code);
	return [...Map.groupBy(rows, ({ regionCode }) => regionCode).values()].map((own) =>
		own.map(({ code }) => code),
	);
}

async function purgeRecords(context: Context, registry: RegistryName, night: Night): Promise<void> {
	const { day, codes, add } = night;
	const ids = await withRegistryRights(context, codes, ({ db }) =>
		listPast(db, registry, { day, departmentCodes: codes }),
	);
	for (const id of ids) {
		await night.progress();
		const gone = await purgeOne(context, { registry, id, codes });
		if (gone === null) continue;
		add(gone.code, gone.isPostponed ? 'postponed' : registry === 'interns' ? 'interns' : 'doctors', 1);
	}
}

/** A record each in its own transaction: a night that is cut short has erased whole records. */
async function purgeOne(
	context: Context,
	{ registry, id, codes }: { registry: RegistryName; id: string; codes: string[] },
): Promise<{ code: string; isPostponed: boolean } | null> {
	let code = '';
	try {
		const done = await withRegistryRights(context, codes, async (inside) => {
			const person = await findRecord(inside.db, { registry, id, departmentCodes: codes });
			if (person === null) return null;
			code = person.departmentCode;
			const shared = await sharedBefore(inside, person);
			const { removeMails } = await eraseWithin(inside, person, {
				...{ reason: 'kept-long-enough', askedOn: null },
				departmentCodes: codes,
			});
			return { person, shared, removeMails };
		});
		if (done === null) return null;
		await done.removeMails();
		tell(context, done.person, done.shared);
		return { code, isPostponed: false };
	} catch (error) {
		if (isTerrimedError(error) && error.code === 'conflict') return { code, isPostponed: true };
		throw error;
	}
}

/** What is kept less long than the record that it belongs to. */
async function purgeBeside(context: Context, { day, codes, add }: Night): Promise<void> {
	const bounds = boundsOn(day);
	const kinds: readonly Beside[] = [
		[seniorDoctorFollowUp, seniorDoctorFollowUp.happenedOn, bounds.followUpOn, 'follow-ups'],
		[seniorDoctorChange, seniorDoctorChange.changedAt, bounds.historyOn, 'changes'],
		[internChange, internChange.changedAt, bounds.historyOn, 'changes'],
		[registryReading, registryReading.readAt, bounds.readingOn, 'readings'],
		[registryRequest, registryRequest.doneAt, bounds.requestOn, 'requests'],
	];
	for (const [table, column, before, part] of kinds) {
		const gone = await withRegistryRights(context, codes, ({ db }) =>
			db
				.delete(table)
				.where(lt(column, sql`${before}::date`))
				.returning({ code: table.departmentCode }),
		);
		for (const [code, rows] of Map.groupBy(gone, (row) => String(row.code))) add(code, part, rows.length);
	}
}

type Beside = readonly [PgTable & { departmentCode: AnyPgColumn }, AnyPgColumn, string, PurgedPart];
