import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { findCatalogueIndicator, INDICATOR_CATALOGUE } from '#lib/indicators/indicator.catalogue.ts';
import type { Definition } from '#lib/indicators/indicator.rules.ts';
import type { CurrentValue } from '#lib/indicators/indicator.view.ts';
import { account } from '../accounts/account.tables.ts';
import type { Database } from '../database/database.ts';
import { planAction } from '../plan/plan.tables.ts';
import {
	indicator,
	indicatorDefinition,
	indicatorObjection,
	indicatorObjectionAnswer,
	indicatorValue,
} from './indicator.tables.ts';

/** What is read of a département's indicators before anything is judged. */
export interface Defined {
	code: string;
	version: number;
	definition: Definition;
	ownerName: string | null;
}

export type DefinitionRow = typeof indicatorDefinition.$inferSelect;

export function definitionOf(row: DefinitionRow): Definition {
	const { name, proposition, unit, direction, formula, source, frequency, targets } = row;
	const { baselineOn, baselineValue, watchFrom, lateFrom, isPublic, ownerId, computation } = row;
	const baseline =
		baselineOn === null || baselineValue === null ? null : { on: baselineOn, value: baselineValue };
	return {
		...{ name, proposition, unit, direction, formula, source, frequency, targets },
		...{ baseline, watchFrom, lateFrom, isPublic, ownerId, computation },
	};
}

/** The indicators of each département: those it has touched, and the rest of the catalogue as it is. */
export async function readDefined(
	db: Database,
	departmentCodes: readonly string[],
): Promise<Map<string, Defined[]>> {
	const rows = await db
		.select({ row: indicatorDefinition, ownerName: account.displayName })
		.from(indicator)
		.innerJoin(
			indicatorDefinition,
			and(
				eq(indicatorDefinition.departmentCode, indicator.departmentCode),
				eq(indicatorDefinition.code, indicator.code),
				eq(indicatorDefinition.version, indicator.version),
			),
		)
		.leftJoin(account, eq(account.id, indicatorDefinition.ownerId))
		.where(inArray(indicator.departmentCode, [...departmentCodes]));
	const found = new Map<string, Defined[]>(departmentCodes.map((code) => [code, []]));
	for (const { row, ownerName } of rows) {
		const { code, version } = row;
		found.get(row.departmentCode)?.push({ code, version, definition: definitionOf(row), ownerName });
	}
	for (const list of found.values()) {
		const touched = new Set(list.map(({ code }) => code));
		for (const { code, definition } of INDICATOR_CATALOGUE) {
			if (!touched.has(code)) list.push({ code, version: 1, definition, ownerName: null });
		}
	}
	return found;
}

/** The value that holds for each period of each indicator, the earliest period first, by « département code ». */
export async function readCurrentValues(
	db: Database,
	departmentCodes: readonly string[],
	codes?: readonly string[],
): Promise<Map<string, CurrentValue[]>> {
	const { departmentCode, code, period, version } = indicatorValue;
	const rows = await db
		.selectDistinctOn([departmentCode, code, period], {
			row: indicatorValue,
			authorName: account.displayName,
		})
		.from(indicatorValue)
		.leftJoin(account, eq(account.id, indicatorValue.accountId))
		.where(
			and(
				inArray(departmentCode, [...departmentCodes]),
				codes === undefined ? undefined : inArray(code, [...codes]),
			),
		)
		.orderBy(asc(departmentCode), asc(code), asc(period), desc(version));
	const found = new Map<string, CurrentValue[]>();
	for (const { row, authorName } of rows) {
		const key = `${row.departmentCode} ${row.code}`;
		const list = found.get(key) ?? [];
		list.push(currentValue(row, authorName));
		found.set(key, list);
	}
	return found;
}

/** Who is named beside a value that nobody entered. */
const COMPUTER = 'Terrimed';

export function currentValue(
	row: typeof indicatorValue.$inferSelect,
	authorName: string | null,
): CurrentValue {
	const { id, period, value, state, source, comment, version, createdAt, computedFrom } = row;
	const told = { id, period, value, state, source, comment, version, createdAt, computedFrom };
	return { ...told, authorName: authorName ?? COMPUTER };
}

/** How many objections of each indicator wait for an answer, by its code. */
export async function countOpenObjections(
	db: Database,
	departmentCode: string,
): Promise<Map<string, number>> {
	const rows = await db
		.select({ code: indicatorObjection.code, count: sql<number>`count(*)`.mapWith(Number) })
		.from(indicatorObjection)
		.leftJoin(indicatorObjectionAnswer, eq(indicatorObjectionAnswer.objectionId, indicatorObjection.id))
		.where(
			and(
				eq(indicatorObjection.departmentCode, departmentCode),
				isNull(indicatorObjectionAnswer.objectionId),
			),
		)
		.groupBy(indicatorObjection.code);
	return new Map(rows.map(({ code, count }) => [code, count]));
}

/** Actions of the plan by the code of each indicator that they name. */
export async function readLinkedActions(
	db: Database,
	departmentCode: string,
): Promise<Map<string, { number: string; title: string }[]>> {
	const { number, title, indicators } = planAction;
	const rows = await db
		.select({ number, title, indicators })
		.from(planAction)
		.where(eq(planAction.departmentCode, departmentCode));
	const found = new Map<string, { number: string; title: string }[]>();
	for (const action of rows.sort((left, right) => byNumber(left.number, right.number))) {
		for (const code of action.indicators) {
			found.set(code, [...(found.get(code) ?? []), { number: action.number, title: action.title }]);
		}
	}
	return found;
}

const byNumber = (left: string, right: string): number => left.localeCompare(right, 'fr', { numeric: true });

export const isOfCatalogue = (code: string): boolean => findCatalogueIndicator(code) !== undefined;
