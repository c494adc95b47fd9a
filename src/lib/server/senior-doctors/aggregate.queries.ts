import { and, count, eq, isNull } from 'drizzle-orm';
import {
	hiddenGroups,
	hiddenInside,
	showGroups,
	type Group,
	type ShownGrouping,
} from '#lib/registries/aggregate.rules.ts';
import { HORIZON_END } from '#lib/senior-doctors/senior-doctor.rules.ts';
import { DEPARTURE_CERTAINTY_LABEL } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import { isSpecialty, SPECIALTIES } from '#lib/senior-doctors/specialty.catalogue.ts';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { commune, intercommunality } from '../territory/territory.tables.ts';
import { seniorDoctor } from './senior-doctor.tables.ts';
import { authorizeSeniors } from './seniors-rights.queries.ts';

/** The groupings there are: fixed, of everybody in the registry, without filters. Another one could be compared with these. */
export const GROUPINGS = ['epci', 'commune', 'specialty', 'year'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Aggregates extends Omit<ShownGrouping, 'groups'> {
	by: Grouping;
	groups: { code: string; label: string; count: number }[];
}

/**
 * How many doctors there are by EPCI, commune, specialty, or year and certainty of departure. Groups under five are hidden with as many
 * others as it takes, and each figure is rounded (`aggregate.rules.ts`).
 * @throws TerrimedError `not-found` for who reads records: totals beside them would tell who is not shared
 */
export async function listAggregates(
	context: Context,
	departmentCode: string,
	by: Grouping,
): Promise<Aggregates> {
	const { access } = await authorizeSeniors(context, departmentCode);
	if (access.reads === 'records' && access.circle !== 'urps') throw notFound();
	return withRegistryRights(context, [departmentCode], async (inside) => {
		if (by === 'epci' || by === 'commune') return byPlace(inside, departmentCode, by);
		return by === 'specialty' ? bySpecialty(inside, departmentCode) : byYear(inside, departmentCode);
	});
}

const inRegistry = (departmentCode: string) =>
	and(eq(seniorDoctor.departmentCode, departmentCode), isNull(seniorDoctor.opposedAt));

const NO_EPCI = 'none';

async function byPlace({ db }: Context, departmentCode: string, by: 'epci' | 'commune'): Promise<Aggregates> {
	const rows = await db
		.select({
			code: commune.code,
			name: commune.name,
			parent: commune.intercommunalityCode,
			parentName: intercommunality.name,
			count: count(),
		})
		.from(seniorDoctor)
		.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
		.leftJoin(intercommunality, eq(intercommunality.code, commune.intercommunalityCode))
		.where(inRegistry(departmentCode))
		.groupBy(commune.code, intercommunality.name)
		.orderBy(commune.searchName);
	const communes = rows.map((row) => ({ ...row, parent: row.parent ?? NO_EPCI }));
	const parents = [...Map.groupBy(communes, ({ parent }) => parent)].map(([code, own]) => ({
		code,
		count: own.reduce((sum, one) => sum + one.count, 0),
	}));
	if (by === 'epci') {
		const names = new Map(communes.map(({ parent, parentName }) => [parent, parentName ?? 'Sans EPCI']));
		return shown('epci', parents, {
			hidden: hiddenGroups(parents),
			labelOf: (code) => names.get(code) ?? code,
		});
	}
	const names = new Map(communes.map(({ code, name }) => [code, name]));
	return shown('commune', communes, {
		hidden: hiddenInside(communes, parents),
		labelOf: (code) => names.get(code) ?? code,
	});
}

async function bySpecialty({ db }: Context, departmentCode: string): Promise<Aggregates> {
	const groups = await db
		.select({ code: seniorDoctor.specialty, count: count() })
		.from(seniorDoctor)
		.where(inRegistry(departmentCode))
		.groupBy(seniorDoctor.specialty);
	const labelOf = (code: string): string => (isSpecialty(code) ? SPECIALTIES[code] : code);
	const sorted = groups.toSorted((a, b) => labelOf(a.code).localeCompare(labelOf(b.code), 'fr'));
	return shown('specialty', sorted, { hidden: hiddenGroups(sorted), labelOf });
}

/** Years and certainties together make the groups: a year's own total would be the sum of hidden ones. */
async function byYear({ db, now }: Context, departmentCode: string): Promise<Aggregates> {
	const rows = await db
		.select({ year: seniorDoctor.departureYear, certainty: seniorDoctor.departureCertainty, count: count() })
		.from(seniorDoctor)
		.where(inRegistry(departmentCode))
		.groupBy(seniorDoctor.departureYear, seniorDoctor.departureCertainty);
	const thisYear = Number(dayInFrance(now()).slice(0, 4));
	const totals = new Map<string, number>();
	for (const { year, certainty, count: number } of rows) {
		const code = year === null ? 'unknown' : `${spanOf(year, thisYear)} ${certainty}`;
		totals.set(code, (totals.get(code) ?? 0) + number);
	}
	const groups = [...totals].map(([code, number]) => ({ code, count: number }));
	groups.sort((a, b) => (a.code < b.code ? -1 : 1));
	return shown('year', groups, { hidden: hiddenGroups(groups), labelOf: yearLabel });
}

/** Past years are one group, and so are those after the horizon. */
function spanOf(year: number, thisYear: number): string {
	if (year < thisYear) return '0000';
	return year > HORIZON_END ? '9999' : String(year);
}

function yearLabel(code: string): string {
	if (code === 'unknown') return 'Sans date';
	const [span = '', certainty = ''] = code.split(' ');
	const years = span === '0000' ? 'Date passée' : span === '9999' ? `Après ${HORIZON_END}` : span;
	const words = DEPARTURE_CERTAINTY_LABEL[certainty as keyof typeof DEPARTURE_CERTAINTY_LABEL];
	return `${years}, ${words.toLocaleLowerCase('fr')}`;
}

function shown(
	by: Grouping,
	groups: readonly Group[],
	{ hidden, labelOf }: { hidden: ReadonlySet<string>; labelOf: (code: string) => string },
): Aggregates {
	const { total, groups: kept } = showGroups(groups, hidden);
	return { by, total, groups: kept.map((group) => ({ ...group, label: labelOf(group.code) })) };
}
