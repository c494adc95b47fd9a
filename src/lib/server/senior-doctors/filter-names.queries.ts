import { asc, eq, inArray } from 'drizzle-orm';
import type { Filter } from '#lib/registries/filter.rules.ts';
import type { FilterName } from '#lib/senior-doctors/senior-doctor-filter.rules.ts';
import { account } from '../accounts/account.tables.ts';
import type { Context } from '../context/context.ts';
import { commune, departmentIntercommunality, intercommunality } from '../territory/territory.tables.ts';

/** Names of what the filters name by its code. */
export async function namesOf(
	{ db }: Context,
	filters: readonly Filter<FilterName>[],
): Promise<Record<string, string>> {
	const valuesOf = (name: FilterName): string[] =>
		filters.flatMap((filter) => (filter.name === name && filter.form === 'among' ? [...filter.values] : []));
	const named: { code: string; name: string }[] = [];
	const communes = valuesOf('communeCode');
	if (communes.length > 0) {
		named.push(
			...(await db
				.select({ code: commune.code, name: commune.name })
				.from(commune)
				.where(inArray(commune.code, communes))),
		);
	}
	const groups = valuesOf('intercommunality');
	if (groups.length > 0) {
		const { code, name } = intercommunality;
		named.push(...(await db.select({ code, name }).from(intercommunality).where(inArray(code, groups))));
	}
	const people = valuesOf('followedBy');
	if (people.length > 0) {
		const { id: code, displayName: name } = account;
		named.push(...(await db.select({ code, name }).from(account).where(inArray(account.id, people))));
	}
	return Object.fromEntries(named.map(({ code, name }) => [code, name]));
}

/** Names of the EPCI of a département, by code: what its list may be filtered by. */
export async function listIntercommunalities(
	{ db }: Context,
	departmentCode: string,
): Promise<Record<string, string>> {
	const rows = await db
		.select({ code: intercommunality.code, name: intercommunality.name })
		.from(departmentIntercommunality)
		.innerJoin(intercommunality, eq(intercommunality.code, departmentIntercommunality.intercommunalityCode))
		.where(eq(departmentIntercommunality.departmentCode, departmentCode))
		.orderBy(asc(intercommunality.name));
	return Object.fromEntries(rows.map(({ code, name }) => [code, name]));
}
