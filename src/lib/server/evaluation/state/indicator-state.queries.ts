import { and, asc, desc, eq, lte } from 'drizzle-orm';
import type { IndicatorState, ValueState } from '#lib/evaluation/state/state.ts';
import { INDICATOR_CATALOGUE } from '#lib/indicators/indicator.catalogue.ts';
import { compareIndicators } from '#lib/indicators/indicator.rules.ts';
import { account } from '../../accounts/account.tables.ts';
import type { Database } from '../../database/database.ts';
import { summarizeIndicator } from '../../indicators/indicator.queries.ts';
import { currentValue, definitionOf, type Defined } from '../../indicators/indicator.rows.ts';
import { indicatorDefinition, indicatorValue } from '../../indicators/indicator.tables.ts';

interface Moment {
	departmentCode: string;
	at: Date;
	day: string;
}

/** The indicators of a committee as they were defined, with the values that held, judged on that day. */
export async function readIndicatorsThen(db: Database, moment: Moment): Promise<IndicatorState[]> {
	const defined = await readDefinedThen(db, moment);
	const values = await readValuesThen(db, moment);
	return defined
		.map(({ definedAt, ...one }) => ({
			...summarizeIndicator(one, values.get(one.code) ?? [], moment.day),
			definedAt,
		}))
		.sort((left, right) =>
			compareIndicators(
				{ code: left.code, proposition: left.definition.proposition },
				{ code: right.code, proposition: right.definition.proposition },
			),
		);
}

type DefinedThen = Defined & { definedAt: Date | null };

/** The definitions that held, and what the catalogue says of those that nobody had touched. */
async function readDefinedThen(db: Database, { departmentCode, at }: Moment): Promise<DefinedThen[]> {
	const rows = await db
		.selectDistinctOn([indicatorDefinition.code], {
			row: indicatorDefinition,
			ownerName: account.displayName,
		})
		.from(indicatorDefinition)
		.leftJoin(account, eq(account.id, indicatorDefinition.ownerId))
		.where(
			and(eq(indicatorDefinition.departmentCode, departmentCode), lte(indicatorDefinition.definedAt, at)),
		)
		.orderBy(asc(indicatorDefinition.code), desc(indicatorDefinition.version));
	const touched = new Set(rows.map(({ row }) => row.code));
	return [
		...rows.map(({ row, ownerName }) => {
			const { code, version, definedAt } = row;
			return { code, version, definedAt, definition: definitionOf(row), ownerName };
		}),
		...INDICATOR_CATALOGUE.filter(({ code }) => !touched.has(code)).map(({ code, definition }) => ({
			...{ code, version: 1, definedAt: null, definition, ownerName: null },
		})),
	];
}

/** The value that held for each period of each indicator, the earliest period first, by code. */
async function readValuesThen(
	db: Database,
	{ departmentCode, at }: Moment,
): Promise<Map<string, ValueState[]>> {
	const { code, period, version } = indicatorValue;
	const rows = await db
		.selectDistinctOn([code, period], { row: indicatorValue, authorName: account.displayName })
		.from(indicatorValue)
		.leftJoin(account, eq(account.id, indicatorValue.accountId))
		.where(and(eq(indicatorValue.departmentCode, departmentCode), lte(indicatorValue.createdAt, at)))
		.orderBy(asc(code), asc(period), desc(version));
	const found = new Map<string, ValueState[]>();
	for (const { row, authorName } of rows) {
		const { accountId, definitionVersion } = row;
		const list = found.get(row.code) ?? [];
		list.push({ ...currentValue(row, authorName), accountId, definitionVersion });
		found.set(row.code, list);
	}
	return found;
}
