import { asc, eq } from 'drizzle-orm';
import { isZone, type Zone } from '#lib/territory/zoning.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { commune, communeZoning } from '../territory/territory.tables.ts';

/** What is known of the zoning of a département. */
export interface DepartmentZoning {
	regionCode: string;
	/** Communes of the département, by zone; those of which nobody has said anything under null. */
	groups: { zone: Zone | null; communes: { code: string; name: string }[] }[];
	/** What it was read from, the latest first. */
	sources: { source: string; decidedOn: string; count: number }[];
}

/** The zoning of a département, for those who keep it. @throws TerrimedError `not-found` */
export async function getZoning(context: Context, departmentCode: string): Promise<DepartmentZoning> {
	const { regionCode } = await authorizeInSpace(context, 'seniors.write', departmentCode);
	const rows = await context.db
		.select({
			code: commune.code,
			name: commune.name,
			zone: communeZoning.zone,
			source: communeZoning.source,
			decidedOn: communeZoning.decidedOn,
		})
		.from(commune)
		.leftJoin(communeZoning, eq(communeZoning.communeCode, commune.code))
		.where(eq(commune.departmentCode, departmentCode))
		.orderBy(asc(commune.searchName));
	const byZone = Map.groupBy(rows, ({ zone }) => (zone !== null && isZone(zone) ? zone : null));
	const bySource = Map.groupBy(
		rows.filter(({ source }) => source !== null),
		({ source, decidedOn }) => `${decidedOn} ${source}`,
	);
	return {
		regionCode,
		groups: ([...(['ZIP', 'ZAC', 'ZV', 'none'] as const), null] as const).map((zone) => ({
			zone,
			communes: (byZone.get(zone) ?? []).map(({ code, name }) => ({ code, name })),
		})),
		sources: [...bySource.values()]
			.map((own) => ({
				source: own[0]?.source ?? '',
				decidedOn: own[0]?.decidedOn ?? '',
				count: own.length,
			}))
			.toSorted((a, b) => b.decidedOn.localeCompare(a.decidedOn)),
	};
}
