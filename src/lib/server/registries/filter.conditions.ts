import { and, eq, exists, gte, inArray, isNotNull, isNull, lte, notExists, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Filter } from '#lib/registries/filter.rules.ts';
import { isZone } from '#lib/territory/zoning.rules.ts';
import type { Database } from '../database/database.ts';
import { communeZoning } from '../territory/territory.tables.ts';

/** Values among these; of a list of none nothing is, which SQL itself refuses to be asked. */
export function among(column: AnyPgColumn, values: readonly unknown[]): SQL {
	return values.length === 0 ? sql`false` : inArray(column, [...values]);
}

/** A filter on one column, by the kind of what it holds. */
export function columnFits(column: AnyPgColumn, filter: Filter, kind: string): SQL | undefined {
	if (filter.form === 'empty') return isNull(column);
	if (filter.form === 'range') {
		const end = (value: string): string | number => (kind === 'number' ? Number(value) : value);
		return and(
			isNotNull(column),
			filter.from === null ? undefined : gte(column, end(filter.from)),
			filter.to === null ? undefined : lte(column, end(filter.to)),
		);
	}
	return among(column, kind === 'yes-no' ? filter.values.map((value) => value === 'yes') : filter.values);
}

/** Records whose commune lies in the zones of a filter; `empty`: in none that anybody has said. */
export function zoneFits(db: Database, communeCode: AnyPgColumn, filter: Filter): SQL {
	const zones = filter.form === 'among' ? filter.values.filter(isZone) : null;
	const said = db
		.select({ one: sql`1` })
		.from(communeZoning)
		.where(
			and(
				eq(communeZoning.communeCode, communeCode),
				zones === null ? undefined : among(communeZoning.zone, zones),
			),
		);
	return zones === null ? notExists(said) : exists(said);
}
