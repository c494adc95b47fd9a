import { and, desc, eq, gte, inArray, lt, or, sql, type SQL } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { FoundRecord } from '#lib/protection/held.ts';
import {
	boundsOn,
	noticeDay,
	type PurgeCounts,
	type RetentionBounds,
} from '#lib/protection/retention.rules.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { intern } from '../interns/intern.tables.ts';
import { job } from '../jobs/job.tables.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import { authorizeProtection } from './protection-rights.queries.ts';
import { findRecord, foundRecord } from './record.queries.ts';
import { retentionJob } from './retention.jobs.ts';

/** Doctors' records that are past their time. */
function doctorIsPast({ departureYear, doctorSilentSince }: RetentionBounds): SQL | undefined {
	const left = and(
		eq(seniorDoctor.departureCertainty, 'declared'),
		lt(seniorDoctor.departureYear, departureYear),
	);
	const silent = sql`greatest(${seniorDoctor.updatedAt}, ${seniorDoctor.lastContactOn}::timestamptz) < ${doctorSilentSince}::timestamptz`;
	return or(left, silent);
}

/** Ids of records that are past their time on a day, by registry: inside a transaction opened for these départements. */
export async function listPast(
	db: Database,
	registry: RegistryName,
	asked: { day: string; departmentCodes: readonly string[] },
): Promise<string[]> {
	const bounds = boundsOn(asked.day);
	const codes = [...asked.departmentCodes];
	const rows =
		registry === 'senior-doctors'
			? await db
					.select({ id: seniorDoctor.id })
					.from(seniorDoctor)
					.where(and(inArray(seniorDoctor.departmentCode, codes), doctorIsPast(bounds)))
			: await db
					.select({ id: intern.id })
					.from(intern)
					.where(and(inArray(intern.departmentCode, codes), lt(intern.endsOn, bounds.internEndsOn)));
	return rows.map(({ id }) => id);
}

/** Records that will be erased within two months unless somebody says otherwise, at most as many as one reads. */
export async function listNotices(
	context: Context,
	departmentCode: string,
): Promise<{ total: number; records: FoundRecord[] }> {
	const { kept } = await authorizeProtection(context, departmentCode);
	const day = noticeDay(dayInFrance(context.now()));
	const records: FoundRecord[] = [];
	let total = 0;
	for (const { registry, departmentCodes } of kept) {
		if (!departmentCodes.includes(departmentCode)) continue;
		await withRegistryRights(context, [departmentCode], async ({ db }) => {
			const ids = await listPast(db, registry, { day, departmentCodes: [departmentCode] });
			total += ids.length;
			for (const id of ids.slice(0, SHOWN)) {
				const person = await findRecord(db, { registry, id, departmentCodes: [departmentCode] });
				if (person !== null) records.push(foundRecord(person));
			}
		});
	}
	return { total, records };
}

const SHOWN = 20;

export interface PurgeReport {
	at: Date;
	counts: PurgeCounts;
}

/** Nights of the report that are shown. */
const NIGHTS = 10;

/** What the latest purges removed in this département; a night that removed nothing there is not told. */
export async function listPurges(context: Context, departmentCode: string): Promise<PurgeReport[]> {
	await authorizeProtection(context, departmentCode);
	const rows = await context.db
		.select({ at: job.endedAt, report: job.report })
		.from(job)
		.where(and(eq(job.kind, retentionJob.name), eq(job.state, 'done')))
		.orderBy(desc(job.createdAt))
		.limit(400);
	return rows
		.flatMap(({ at, report }) => {
			const counts = (report as RetentionReport | null)?.departments[departmentCode];
			return at === null || counts === undefined ? [] : [{ at, counts }];
		})
		.slice(0, NIGHTS);
}

/** What the job leaves: counts by département. */
export interface RetentionReport extends Record<string, unknown> {
	departments: Record<string, PurgeCounts>;
}

/** Whether a purge of this day was asked already. */
export async function wasPurgedSince(db: Database, since: Date): Promise<boolean> {
	const [found] = await db
		.select({ id: job.id })
		.from(job)
		.where(and(eq(job.kind, retentionJob.name), gte(job.createdAt, since)))
		.limit(1);
	return found !== undefined;
}
