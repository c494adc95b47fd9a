import { and, asc, eq, getTableColumns, gt, inArray } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ImportedValues } from '#lib/registries/import-subject.ts';
import { IdentityIndex, type Identity } from '#lib/registries/likeness.rules.ts';
import { Places } from '#lib/registries/places.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { commune } from '../territory/territory.tables.ts';
import type { ImportRegistry } from './import-registry.ts';
import type { Scope } from './registry-import.queries.ts';

/** Records read at once: a transaction each, so that the pages have their turn. */
const PAGE = 5_000;

/** The communes of a region, by what files say of them, with the words that a search knows them by. */
export async function readPlaces(
	context: Context,
	scope: Scope,
): Promise<{ places: Places; searchNames: ReadonlyMap<string, string> }> {
	const rows = await context.db
		.select({
			code: commune.code,
			name: commune.name,
			departmentCode: commune.departmentCode,
			postcodes: commune.postcodes,
			searchName: commune.searchName,
		})
		.from(commune)
		.where(inArray(commune.departmentCode, [...scope.departmentCodes]));
	return {
		places: new Places(rows),
		searchNames: new Map(rows.map(({ code, searchName }) => [code, searchName])),
	};
}

/** Those who are in the registry of a region, as a file is compared with them. */
export async function readKnown(
	context: Context,
	scope: Scope,
	registry: ImportRegistry,
): Promise<IdentityIndex> {
	const index = new IdentityIndex(registry.likeness);
	let after = '';
	for (;;) {
		const page = await withRegistryRights(context, scope.departmentCodes, ({ db }) =>
			pageAfter(db, { scope, registry }, after),
		);
		for (const one of page) index.add(one);
		const last = page.at(-1);
		if (last === undefined || page.length < PAGE) return index;
		after = last.id;
	}
}

async function pageAfter(
	db: Database,
	{ scope, registry: { table, subject } }: { scope: Scope; registry: ImportRegistry },
	after: string,
): Promise<Identity[]> {
	const columns = Object.entries(getTableColumns(table as PgTable));
	const compared = columns.filter(([key]) => key === 'id' || subject.identityKeys.includes(key));
	const rows: unknown[] = await db
		.select(Object.fromEntries(compared))
		.from(table)
		.where(and(eq(table.regionCode, scope.regionCode), after === '' ? undefined : gt(table.id, after)))
		.orderBy(asc(table.id))
		.limit(PAGE);
	return (rows as (ImportedValues & { id: string })[]).map(({ id, ...values }) => ({
		...subject.identityOf(values),
		id,
	}));
}
