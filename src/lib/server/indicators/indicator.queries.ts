import { and, desc, eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import { compareIndicators } from '#lib/indicators/indicator.rules.ts';
import type { CurrentValue, IndicatorDetail, IndicatorSummary } from '#lib/indicators/indicator.view.ts';
import { dueOn, frequencyOf } from '#lib/indicators/period.rules.ts';
import { judge, nextPeriod } from '#lib/indicators/status.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { authorizeInSpace, listSpaces } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { can } from '../policies/policy.ts';
import { readAttachments } from './attachment.queries.ts';
import {
	countOpenObjections,
	currentValue,
	isOfCatalogue,
	readCurrentValues,
	readDefined,
	readLinkedActions,
	type Defined,
} from './indicator.rows.ts';
import { indicatorDefinition, indicatorValue } from './indicator.tables.ts';
import { readObjections } from './objection.queries.ts';

/**
 * Every indicator of a committee with its values and where it stands today, by proposition.
 * @throws TerrimedError `not-found` when they are not open to the actor
 */
export async function listIndicators(context: Context, departmentCode: string): Promise<IndicatorSummary[]> {
	const space = await authorizeInSpace(context, 'indicator.read', departmentCode);
	const codes = [space.departmentCode];
	const [defined, values, objections, actions] = await Promise.all([
		readDefined(context.db, codes),
		readCurrentValues(context.db, codes),
		countOpenObjections(context.db, space.departmentCode),
		readLinkedActions(context.db, space.departmentCode),
	]);
	const today = dayInFrance(context.now());
	return (defined.get(space.departmentCode) ?? [])
		.map((one) => ({
			...summarizeIndicator(one, values.get(`${space.departmentCode} ${one.code}`) ?? [], today),
			openObjections: objections.get(one.code) ?? 0,
			actions: actions.get(one.code) ?? [],
		}))
		.sort((left, right) => compareIndicators(sortable(left), sortable(right)));
}

const sortable = ({ code, definition }: IndicatorSummary): { code: string; proposition: number } => ({
	code,
	proposition: definition.proposition,
});

type Judged<Value extends CurrentValue = CurrentValue> = Omit<
	IndicatorSummary,
	'openObjections' | 'actions' | 'values'
> & { values: Value[] };

/** An indicator with its values of the present rhythm, judged on a day. @param all its values of each rhythm, the earliest first */
export function summarizeIndicator<Value extends CurrentValue>(
	{ code, ...one }: Defined,
	all: readonly Value[],
	today: string,
): Judged<Value> {
	const { definition } = one;
	// A value of the rhythm of before says nothing that could be compared with the present path.
	const values = all.filter(({ period }) => frequencyOf(period) === definition.frequency);
	const last = values.at(-1) ?? null;
	const expected = nextPeriod(definition.frequency, last?.period ?? null, today);
	const catalogued = findCatalogueIndicator(code);
	const due = dueOn(expected);
	return {
		...{ code, ...one, values, isOwn: !isOfCatalogue(code) },
		reference: catalogued?.reference ?? null,
		goal: catalogued?.goal ?? null,
		judgement: judge(definition, last, today),
		next: { period: expected.key, dueOn: due, isOverdue: due < today && last !== null },
	};
}

/** One indicator with its corrections, objections and versions. @throws TerrimedError `not-found` */
export async function getIndicator(
	context: Context,
	departmentCode: string,
	code: string,
): Promise<IndicatorDetail> {
	const listed = await listIndicators(context, departmentCode);
	const summary = listed.find((one) => one.code === code);
	if (summary === undefined) throw notFound();
	const place = { departmentCode, code };
	const [history, objections, versions] = await Promise.all([
		readHistory(context, place),
		readObjections(context.db, place),
		readVersions(context, place),
	]);
	return {
		...summary,
		...{ history, versions },
		objections: objections.map(({ code: _code, accountId: _account, ...view }) => view),
	};
}

interface Place {
	departmentCode: string;
	code: string;
}

async function readHistory({ db }: Context, place: Place): Promise<IndicatorDetail['history']> {
	const rows = await db
		.select({ row: indicatorValue, authorName: account.displayName })
		.from(indicatorValue)
		.leftJoin(account, eq(account.id, indicatorValue.accountId))
		.where(and(eq(indicatorValue.departmentCode, place.departmentCode), eq(indicatorValue.code, place.code)))
		.orderBy(desc(indicatorValue.period), desc(indicatorValue.version));
	const attached = await readAttachments(db, place);
	return rows.map(({ row, authorName }, index) => {
		const [own, before] = [attached.get(row.id) ?? [], rows[index + 1]?.row];
		return {
			...currentValue(row, authorName),
			definitionVersion: row.definitionVersion,
			isCurrent: rows[index - 1]?.row.period !== row.period,
			attachments:
				own.length === 0 && before !== undefined && isValidationOf(row, before)
					? (attached.get(before.id) ?? [])
					: own,
		};
	});
}

type ValueRow = typeof indicatorValue.$inferSelect;

/** Whether a row says no more than that the one before it holds. */
const isValidationOf = (row: ValueRow, before: ValueRow): boolean =>
	row.period === before.period &&
	row.state === 'validated' &&
	before.state === 'provisional' &&
	row.value === before.value;

async function readVersions({ db }: Context, place: Place): Promise<IndicatorDetail['versions']> {
	return db
		.select({
			version: indicatorDefinition.version,
			definedAt: indicatorDefinition.definedAt,
			authorName: account.displayName,
		})
		.from(indicatorDefinition)
		.leftJoin(account, eq(account.id, indicatorDefinition.definedBy))
		.where(
			and(
				eq(indicatorDefinition.departmentCode, place.departmentCode),
				eq(indicatorDefinition.code, place.code),
			),
		)
		.orderBy(desc(indicatorDefinition.version));
}

/** A committee of a region with where each of its indicators stands. */
export interface RegionRow {
	departmentCode: string;
	departmentName: string;
	indicators: Judged[];
}

/** The indicators of each committee of a region. @throws TerrimedError `not-found` for whoever has no mandate for it */
export async function listRegionIndicators(context: Context, regionCode: string): Promise<RegionRow[]> {
	if (!can(context.actor, 'region.read', { regionCode })) throw notFound();
	const spaces = (await listSpaces(context)).filter(
		(space) => space.regionCode === regionCode && space.abilities.includes('indicator.read'),
	);
	if (spaces.length === 0) return [];
	const codes = spaces.map(({ departmentCode }) => departmentCode);
	const [defined, values] = await Promise.all([
		readDefined(context.db, codes),
		readCurrentValues(context.db, codes),
	]);
	const today = dayInFrance(context.now());
	return spaces.map(({ departmentCode, departmentName }) => ({
		departmentCode,
		departmentName,
		indicators: (defined.get(departmentCode) ?? [])
			.map((one) => summarizeIndicator(one, values.get(`${departmentCode} ${one.code}`) ?? [], today))
			.sort((left, right) =>
				compareIndicators(
					{ code: left.code, proposition: left.definition.proposition },
					{ code: right.code, proposition: right.definition.proposition },
				),
			),
	}));
}
