import { count, eq, sql, type SQL } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type {
	HorizonGroup,
	HorizonGrouping,
	HorizonPage,
	HorizonYear,
} from '#lib/senior-doctors/horizon.rules.ts';
import type { Filter } from '#lib/registries/filter.rules.ts';
import type { FilterName } from '#lib/senior-doctors/senior-doctor-filter.rules.ts';
import { SPECIALTIES, type Specialty } from '#lib/senior-doctors/specialty.catalogue.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { authorizeImports } from '../registries/registry-region.queries.ts';
import { commune, department, intercommunality } from '../territory/territory.tables.ts';
import { namesOf } from './filter-names.queries.ts';
import { matching, type ListQuestion } from './senior-doctor.conditions.ts';
import { readAddress } from './senior-doctor.queries.ts';
import { seniorDoctor } from './senior-doctor.tables.ts';
import { authorizeRecords } from './seniors-rights.queries.ts';

/**
 * Departures by year, declared, estimated and unknown apart, by groups of one kind: of the records that the actor reads, so for nobody who
 * reads totals. By département it takes the whole region, for those who write its registry.
 * @throws TerrimedError `not-found`; `invalid-input` when the address asks for a filter that the actor has not
 */
export async function getHorizonPage(
	context: Context,
	departmentCode: string,
	asked: { filters: string; by: HorizonGrouping },
): Promise<HorizonPage> {
	const { access, space } = await authorizeRecords(context, departmentCode);
	const { filters } = readAddress({ filters: asked.filters, sort: '', cursor: '' }, access);
	const codes =
		asked.by === 'department'
			? (await authorizeImports(context, 'senior-doctors', space.regionCode)).departmentCodes
			: [departmentCode];
	const question = { departmentCode: codes, access, text: '', filters };
	return withRegistryRights(context, codes, async (inside) => ({
		today: dayInFrance(inside.now()),
		circle: access.circle,
		by: asked.by,
		filters,
		names: await namesOf(inside, filters),
		horizon: await horizonOf(inside, question),
		groups: await groupsOf(inside, question, asked.by),
	}));
}

/** Departures by year of what the question keeps, the filter by year apart: its own bars remain to be chosen. */
export async function horizonOf({ db }: Context, asked: ListQuestion): Promise<HorizonYear[]> {
	const rows = await db
		.select({
			year: seniorDoctor.departureYear,
			certainty: seniorDoctor.departureCertainty,
			count: count(),
		})
		.from(seniorDoctor)
		.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
		.where(matching(db, { ...asked, filters: withoutYear(asked.filters) }))
		.groupBy(seniorDoctor.departureYear, seniorDoctor.departureCertainty);
	return byYear(rows);
}

const withoutYear = (filters: readonly Filter<FilterName>[]): Filter<FilterName>[] =>
	filters.filter(({ name }) => name !== 'departureYear');

interface Counted {
	year: number | null;
	certainty: string;
	count: number;
}

function byYear(rows: readonly Counted[]): HorizonYear[] {
	return [...Map.groupBy(rows, ({ year }) => year)].map(([year, own]) => {
		const of = (certainty: string): number =>
			own.filter((one) => one.certainty === certainty).reduce((sum, one) => sum + one.count, 0);
		return { year, declared: of('declared'), estimated: of('estimated'), unknown: of('unknown') };
	});
}

const KEYS: Record<HorizonGrouping, { code: SQL<string>; label: SQL<string> }> = {
	department: { code: sql`${department.code}`, label: sql`${department.name}` },
	epci: {
		code: sql`coalesce(${intercommunality.code}, '')`,
		label: sql`coalesce(${intercommunality.name}, 'Hors EPCI')`,
	},
	commune: { code: sql`${commune.code}`, label: sql`${commune.name}` },
	specialty: { code: sql`${seniorDoctor.specialty}`, label: sql`${seniorDoctor.specialty}` },
};

async function groupsOf({ db }: Context, asked: ListQuestion, by: HorizonGrouping): Promise<HorizonGroup[]> {
	const { code, label } = KEYS[by];
	const rows = await db
		.select({
			code: code.as('code'),
			label: label.as('label'),
			year: seniorDoctor.departureYear,
			certainty: seniorDoctor.departureCertainty,
			count: count(),
		})
		.from(seniorDoctor)
		.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
		.innerJoin(department, eq(department.code, seniorDoctor.departmentCode))
		.leftJoin(intercommunality, eq(intercommunality.code, commune.intercommunalityCode))
		.where(matching(db, { ...asked, filters: withoutYear(asked.filters) }))
		.groupBy(sql`1`, sql`2`, seniorDoctor.departureYear, seniorDoctor.departureCertainty);
	const order = new Intl.Collator('fr');
	return [...Map.groupBy(rows, (row) => row.code)]
		.map(([own, counted]) => ({
			code: own,
			label: labelOf(by, own, counted[0]?.label ?? own),
			years: byYear(counted),
		}))
		.toSorted((a, b) => order.compare(a.label, b.label));
}

function labelOf(by: HorizonGrouping, code: string, label: string): string {
	return by === 'specialty' && code in SPECIALTIES ? SPECIALTIES[code as Specialty] : label;
}
