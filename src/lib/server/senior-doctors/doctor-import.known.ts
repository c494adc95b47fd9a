import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { IdentityIndex } from '#lib/registries/likeness.rules.ts';
import { Places } from '#lib/senior-doctors/doctor-import.places.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import type { Scope } from '../registries/registry-import.queries.ts';
import { commune } from '../territory/territory.tables.ts';
import { seniorDoctor } from './senior-doctor.tables.ts';

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
export async function readKnown(context: Context, scope: Scope): Promise<IdentityIndex> {
	const index = new IdentityIndex();
	let after = '';
	for (;;) {
		const page = await withRegistryRights(context, scope.departmentCodes, ({ db }) =>
			pageAfter(db, scope, after),
		);
		for (const one of page) index.add({ ...one, birthYear: one.birthYear });
		const last = page.at(-1);
		if (last === undefined || page.length < PAGE) return index;
		after = last.id;
	}
}

function pageAfter(db: Database, scope: Scope, after: string) {
	return db
		.select({
			id: seniorDoctor.id,
			rpps: seniorDoctor.rpps,
			name: seniorDoctor.sortName,
			birthYear: seniorDoctor.birthYear,
			communeCode: seniorDoctor.communeCode,
		})
		.from(seniorDoctor)
		.where(
			and(
				eq(seniorDoctor.regionCode, scope.regionCode),
				after === '' ? undefined : gt(seniorDoctor.id, after),
			),
		)
		.orderBy(asc(seniorDoctor.id))
		.limit(PAGE);
}
