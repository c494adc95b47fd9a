import { and, asc, desc, eq, inArray, like, or, sql } from 'drizzle-orm';
import { TerrimedError } from '#lib/errors.ts';
import {
	normaliseSearch,
	type CommuneChoice,
	type IntercommunalityChoice,
} from '#lib/territory/territory.rules.ts';
import type { Context } from '../context/context.ts';
import { can } from '../policies/policy.ts';
import { commune, departmentIntercommunality, intercommunality } from './territory.tables.ts';

/** As many as a person reads in a list that opens under a field. */
const SEARCH_LIMIT = 20;

/** Reference data is public, but the platform serves it to signed-in people only. */
function authorize(context: Context): void {
	if (!can(context.actor, 'reference.read')) {
		throw new TerrimedError('signed-out', 'Connectez-vous pour continuer.');
	}
}

const choice = {
	code: commune.code,
	name: commune.name,
	postcodes: commune.postcodes,
	population: commune.population,
	intercommunalityName: intercommunality.name,
};

/**
 * Communes of a département by the beginning of their name or postcode, then by a word of the name, then
 * anywhere in it; the most populous first among equals. An empty text gives nothing.
 */
export async function searchCommunes(
	context: Context,
	departmentCode: string,
	text: string,
): Promise<CommuneChoice[]> {
	authorize(context);
	const wanted = normaliseSearch(text);
	if (wanted === '') return [];
	const begins = like(commune.searchName, `${wanted}%`);
	const word = like(commune.searchName, `% ${wanted}%`);
	const inside = like(commune.searchName, `%${wanted}%`);
	const postcode = sql`exists (select 1 from unnest(${commune.postcodes}) as postcode where postcode like ${`${wanted}%`})`;
	const rank = sql`case when ${commune.searchName} = ${wanted} then 0 when ${begins} or ${postcode} then 1 when ${word} then 2 else 3 end`;
	return context.db
		.select(choice)
		.from(commune)
		.leftJoin(intercommunality, eq(intercommunality.code, commune.intercommunalityCode))
		.where(and(eq(commune.departmentCode, departmentCode), or(inside, postcode)))
		.orderBy(rank, sql`${commune.population} desc nulls last`, asc(commune.searchName))
		.limit(SEARCH_LIMIT);
}

/** The communes of these INSEE codes, in any département; a code that is not one is left out. */
export async function communesByCode(context: Context, codes: readonly string[]): Promise<CommuneChoice[]> {
	authorize(context);
	if (codes.length === 0) return [];
	return context.db
		.select(choice)
		.from(commune)
		.leftJoin(intercommunality, eq(intercommunality.code, commune.intercommunalityCode))
		.where(inArray(commune.code, [...codes]))
		.orderBy(asc(commune.searchName));
}

/** EPCI that reach into a département, the most populous first. */
export async function listIntercommunalities(
	context: Context,
	departmentCode: string,
): Promise<IntercommunalityChoice[]> {
	authorize(context);
	return context.db
		.select({
			code: intercommunality.code,
			name: intercommunality.name,
			population: intercommunality.population,
		})
		.from(departmentIntercommunality)
		.innerJoin(intercommunality, eq(intercommunality.code, departmentIntercommunality.intercommunalityCode))
		.where(eq(departmentIntercommunality.departmentCode, departmentCode))
		.orderBy(desc(intercommunality.population), asc(intercommunality.name));
}
