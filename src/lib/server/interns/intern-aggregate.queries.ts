import { and, count, eq, isNull, lte, gte } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import {
	LEVEL_LABEL,
	PLACEMENT_KIND_LABEL,
	type Level,
	type PlacementKind,
} from '#lib/interns/intern.values.rules.ts';
import {
	hiddenGroups,
	hiddenInside,
	showGroups,
	type Group,
	type ShownGrouping,
} from '#lib/registries/aggregate.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { commune, intercommunality } from '../territory/territory.tables.ts';
import { intern } from './intern.tables.ts';
import { authorizeInterns } from './interns-rights.queries.ts';

/** The groupings there are: fixed, of everybody whose course runs today, without filters. Another one could be compared with these. */
export const INTERN_GROUPINGS = ['epci', 'commune', 'level', 'kind'] as const;
export type InternGrouping = (typeof INTERN_GROUPINGS)[number];

export interface InternAggregates extends Omit<ShownGrouping, 'groups'> {
	by: InternGrouping;
	groups: { code: string; label: string; count: number }[];
}

/**
 * How many interns are welcomed today, by EPCI, commune, level or kind of course. Groups under five are hidden with as many others as it
 * takes, and each figure is rounded (`aggregate.rules.ts`).
 * @throws TerrimedError `not-found` for who reads the records of some communes only: totals beside them would tell of the others
 */
export async function listInternAggregates(
	context: Context,
	departmentCode: string,
	by: InternGrouping,
): Promise<InternAggregates> {
	const { access } = await authorizeInterns(context, departmentCode);
	if (access.reads === 'records' && access.circle !== 'keepers') throw notFound();
	return withRegistryRights(context, [departmentCode], async (inside) => {
		if (by === 'epci' || by === 'commune') return byPlace(inside, departmentCode, by);
		return by === 'level' ? byLevel(inside, departmentCode) : byKind(inside, departmentCode);
	});
}

/** Courses that run today. */
function presentIn({ now }: Pick<Context, 'now'>, departmentCode: string) {
	const today = dayInFrance(now());
	return and(
		eq(intern.departmentCode, departmentCode),
		isNull(intern.opposedAt),
		lte(intern.startsOn, today),
		gte(intern.endsOn, today),
	);
}

const NO_EPCI = 'none';

async function byPlace(
	context: Context,
	departmentCode: string,
	by: 'epci' | 'commune',
): Promise<InternAggregates> {
	const rows = await context.db
		.select({
			code: commune.code,
			name: commune.name,
			parent: commune.intercommunalityCode,
			parentName: intercommunality.name,
			count: count(),
		})
		.from(intern)
		.innerJoin(commune, eq(commune.code, intern.communeCode))
		.leftJoin(intercommunality, eq(intercommunality.code, commune.intercommunalityCode))
		.where(presentIn(context, departmentCode))
		.groupBy(commune.code, intercommunality.name)
		.orderBy(commune.searchName);
	const communes = rows.map((row) => ({ ...row, parent: row.parent ?? NO_EPCI }));
	const parents = [...Map.groupBy(communes, ({ parent }) => parent)].map(([code, own]) => ({
		code,
		count: own.reduce((sum, one) => sum + one.count, 0),
	}));
	if (by === 'epci') {
		const names = new Map(communes.map(({ parent, parentName }) => [parent, parentName ?? 'Sans EPCI']));
		return shown('epci', parents, { hidden: hiddenGroups(parents), names });
	}
	const names = new Map(communes.map(({ code, name }) => [code, name]));
	return shown('commune', communes, { hidden: hiddenInside(communes, parents), names });
}

async function byLevel(context: Context, departmentCode: string): Promise<InternAggregates> {
	const groups = await context.db
		.select({ code: intern.level, count: count() })
		.from(intern)
		.where(presentIn(context, departmentCode))
		.groupBy(intern.level);
	const names = new Map(groups.map(({ code }) => [code as string, LEVEL_LABEL[code satisfies Level]]));
	return shown('level', groups, { hidden: hiddenGroups(groups), names });
}

const NO_KIND = 'none';

async function byKind(context: Context, departmentCode: string): Promise<InternAggregates> {
	const rows = await context.db
		.select({ code: intern.placementKind, count: count() })
		.from(intern)
		.where(presentIn(context, departmentCode))
		.groupBy(intern.placementKind);
	const label = (code: PlacementKind | null): string =>
		code === null ? 'Type non renseigné' : PLACEMENT_KIND_LABEL[code];
	const groups = rows.map(({ code, count: number }) => ({ code: code ?? NO_KIND, count: number }));
	const names = new Map(rows.map(({ code }) => [code ?? NO_KIND, label(code)]));
	return shown('kind', groups, { hidden: hiddenGroups(groups), names });
}

function shown(
	by: InternGrouping,
	groups: readonly Group[],
	{ hidden, names }: { hidden: ReadonlySet<string>; names: ReadonlyMap<string, string> },
): InternAggregates {
	const { total, groups: kept } = showGroups(groups, hidden);
	const labelled = kept.map((group) => ({ ...group, label: names.get(group.code) ?? group.code }));
	return { by, total, groups: labelled.toSorted((a, b) => a.label.localeCompare(b.label, 'fr')) };
}
