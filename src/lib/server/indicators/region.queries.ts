import { asc, eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import type { RegionDepartment } from '#lib/indicators/region.rules.ts';
import type { Context } from '../context/context.ts';
import { can } from '../policies/policy.ts';
import { department, region } from '../territory/territory.tables.ts';
import { listRegionIndicators } from './indicator.queries.ts';

/** A region as those who see it whole do: each of its départements, with or without a committee. */
export interface RegionPicture {
	code: string;
	name: string;
	today: string;
	departments: RegionDepartment[];
}

/** The regions that the actor sees whole. */
export async function listOwnRegions(context: Context): Promise<{ code: string; name: string }[]> {
	const rows = await context.db.select().from(region).orderBy(asc(region.name));
	return rows.filter(({ code }) => can(context.actor, 'region.read', { regionCode: code }));
}

/** The indicators of a whole region. @throws TerrimedError `not-found` for whoever has no mandate for it */
export async function getRegionPicture(context: Context, regionCode: string): Promise<RegionPicture> {
	const committees = new Map(
		(await listRegionIndicators(context, regionCode)).map((one) => [one.departmentCode, one.indicators]),
	);
	const [found] = await context.db.select().from(region).where(eq(region.code, regionCode));
	if (found === undefined) throw notFound();
	const rows = await context.db
		.select({ code: department.code, name: department.name })
		.from(department)
		.where(eq(department.regionCode, regionCode))
		.orderBy(asc(department.code));
	return {
		...found,
		today: dayInFrance(context.now()),
		departments: rows.map(({ code, name }) => {
			const indicators = committees.get(code);
			return { code, name, hasCommittee: indicators !== undefined, indicators: indicators ?? [] };
		}),
	};
}
