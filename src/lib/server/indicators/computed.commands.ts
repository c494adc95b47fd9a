import { and, asc, desc, eq, inArray, isNotNull } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { newId } from '#lib/identifiers.ts';
import {
	FORMULAS,
	countedAsTold,
	outcomeOf,
	type Computation,
	type ComputedFrom,
} from '#lib/indicators/computation.rules.ts';
import type { Facts } from '#lib/indicators/fact.rules.ts';
import { parsePeriod, periodOf, type Period } from '#lib/indicators/period.rules.ts';
import { writeAudit } from '../audit/audit.ts';
import { within, type Context } from '../context/context.ts';
import { queueJob } from '../jobs/job.commands.ts';
import type { JobOutcome, JobRun } from '../jobs/job.kinds.ts';
import { job } from '../jobs/job.tables.ts';
import { readFacts } from './computation-facts.queries.ts';
import { computeIndicatorsJob } from './indicator.jobs.ts';
import { indicator, indicatorDefinition, indicatorValue } from './indicator.tables.ts';

type ValueRow = typeof indicatorValue.$inferSelect;

/** An indicator whose values Terrimed computes, with the definition that holds. */
interface Computed {
	code: string;
	version: number;
	computation: Computation;
	source: string;
	period: Period;
}

/**
 * The job: computes the period under way of each computed indicator of a committee, and validates the periods that have ended. A figure that
 * has not changed writes nothing. It is asked for by the platform, never by a person, and writes as nobody.
 */
export async function runComputeIndicators({
	context,
	input,
}: Pick<JobRun<{ departmentCode: string }>, 'context' | 'input'>): Promise<JobOutcome> {
	const { departmentCode } = input;
	const computed = await listComputed(context, departmentCode);
	if (computed.length === 0) return { report: { written: 0 } };
	const sources = new Set(computed.map(({ computation }) => FORMULAS[computation].source));
	const facts = await readFacts(context, departmentCode, sources);
	const written = await context.db.transaction((transaction) =>
		writeComputed(within(context, transaction), { departmentCode, computed, facts }),
	);
	if (written > 0) context.events.publish({ type: 'figures-changed', departmentCode });
	return { report: { written } };
}

async function listComputed({ db, now }: Context, departmentCode: string): Promise<Computed[]> {
	const { code, version, computation, source, frequency } = indicatorDefinition;
	const rows = await db
		.select({ code, version, computation, source, frequency })
		.from(indicator)
		.innerJoin(
			indicatorDefinition,
			and(
				eq(indicatorDefinition.departmentCode, indicator.departmentCode),
				eq(code, indicator.code),
				eq(version, indicator.version),
			),
		)
		.where(and(eq(indicator.departmentCode, departmentCode), isNotNull(computation)));
	const today = dayInFrance(now());
	return rows.flatMap((row) =>
		row.computation === null
			? []
			: [{ ...row, computation: row.computation, period: periodOf(row.frequency, today) }],
	);
}

async function writeComputed(
	context: Context,
	{ departmentCode, computed, facts }: { departmentCode: string; computed: Computed[]; facts: Facts },
): Promise<number> {
	const codes = computed.map(({ code }) => code);
	// The lock of whoever enters values, in the same order.
	await context.db
		.select({ code: indicator.code })
		.from(indicator)
		.where(and(eq(indicator.departmentCode, departmentCode), inArray(indicator.code, codes)))
		.orderBy(asc(indicator.code))
		.for('no key update');
	const held = await readHeld(context, departmentCode, codes);
	const today = dayInFrance(context.now());
	let written = 0;
	for (const one of computed) {
		const rows = held.get(one.code) ?? [];
		for (const row of [...endedDrafts(one, rows, today), ...newFigure(one, { rows, facts, today })]) {
			await writeRow(context, departmentCode, row);
			written += 1;
		}
	}
	return written;
}

type NewRow = Pick<
	ValueRow,
	'code' | 'period' | 'version' | 'value' | 'state' | 'source' | 'definitionVersion'
> & {
	computedFrom: ComputedFrom;
};

/** The figure of a period that has ended holds: the same again, validated. */
function endedDrafts({ period }: Computed, rows: readonly ValueRow[], today: string): NewRow[] {
	return rows.flatMap((row) => {
		const at = parsePeriod(row.period);
		if (row.computedFrom === null || row.state === 'validated' || row.period === period.key) return [];
		if (at === null || at.endsOn >= today) return [];
		const { code, value, source, definitionVersion, computedFrom } = row;
		const kept = { code, value, source, definitionVersion, computedFrom, period: row.period };
		return [{ ...kept, version: row.version + 1, state: 'validated' as const }];
	});
}

function newFigure(
	{ code, version: definitionVersion, computation, source, period }: Computed,
	{ rows, facts, today }: { rows: readonly ValueRow[]; facts: Facts; today: string },
): NewRow[] {
	const formula = FORMULAS[computation];
	const counted = formula.count(facts, { period, day: today });
	const outcome = outcomeOf(formula, counted);
	const held = rows.find((row) => row.period === period.key);
	if (outcome.kind !== 'value') return [];
	const { value } = outcome;
	if (held?.value === value && held.computedFrom?.computation === computation) return [];
	const computedFrom = { computation, ...countedAsTold(formula, counted), day: today };
	const version = (held?.version ?? 0) + 1;
	return [
		{
			code,
			period: period.key,
			version,
			value,
			state: 'provisional',
			source,
			definitionVersion,
			computedFrom,
		},
	];
}

/** The value that holds for each period of each indicator, by its code. */
async function readHeld(
	{ db }: Context,
	departmentCode: string,
	codes: readonly string[],
): Promise<Map<string, ValueRow[]>> {
	const { code, period, version } = indicatorValue;
	const rows = await db
		.selectDistinctOn([code, period])
		.from(indicatorValue)
		.where(and(eq(indicatorValue.departmentCode, departmentCode), inArray(code, [...codes])))
		.orderBy(asc(code), asc(period), desc(version));
	return Map.groupBy(rows, (row) => row.code);
}

async function writeRow(context: Context, departmentCode: string, row: NewRow): Promise<void> {
	const createdAt = context.now();
	const id = newId(createdAt.getTime());
	await context.db
		.insert(indicatorValue)
		.values({ ...row, id, departmentCode, comment: '', accountId: null, createdAt });
	const { code, period, version, state } = row;
	await writeAudit(context.db, {
		chain: departmentCode,
		actorId: null,
		action: 'indicator.compute',
		subjectType: 'indicator',
		subjectId: code,
		details: { period, version, state },
		happenedAt: createdAt,
	});
}

/**
 * Asks for the indicators of some committees to be computed again; those that compute none, and those whose job waits already, are left
 * out. Null asks for each committee, once a day.
 * @returns how many jobs were queued
 */
export async function queueComputations(
	context: Context,
	departmentCodes: readonly string[] | null,
): Promise<number> {
	const { db, now } = context;
	const rows = await db
		.selectDistinct({ code: indicator.departmentCode })
		.from(indicator)
		.innerJoin(
			indicatorDefinition,
			and(
				eq(indicatorDefinition.departmentCode, indicator.departmentCode),
				eq(indicatorDefinition.code, indicator.code),
				eq(indicatorDefinition.version, indicator.version),
			),
		)
		.where(
			and(
				isNotNull(indicatorDefinition.computation),
				departmentCodes === null ? undefined : inArray(indicator.departmentCode, [...departmentCodes]),
			),
		);
	if (rows.length === 0) return 0;
	const last = await db
		.select({ code: job.departmentCode, state: job.state, createdAt: job.createdAt })
		.from(job)
		.where(eq(job.kind, computeIndicatorsJob.name));
	const today = dayInFrance(now());
	const isServed = (code: string): boolean =>
		last.some(
			(one) =>
				one.code === code &&
				(one.state === 'queued' || (departmentCodes === null && dayInFrance(one.createdAt) === today)),
		);
	const wanted = rows.filter(({ code }) => !isServed(code));
	for (const { code } of wanted) {
		const jobId = await queueJob(context, computeIndicatorsJob, {
			input: { departmentCode: code },
			departmentCode: code,
		});
		context.events.publish({ type: 'job-queued', jobId });
	}
	return wanted.length;
}
