import { eq, or } from 'drizzle-orm';
import { COLLEGE_SLUGS, collegeLabel } from '#lib/committee/college.catalogue.ts';
import type { OrganisationRow } from '#lib/committee/member.rules.ts';
import type { Context } from '../context/context.ts';
import { organisation } from './committee.tables.ts';
import { authorizeInSpace } from './space.queries.ts';

export type { OrganisationRow };

/** Organisations of a committee and those of its region, in the order of the colleges, then by name. */
export async function listOrganisations(
	context: Context,
	departmentCode: string,
): Promise<OrganisationRow[]> {
	const space = await authorizeInSpace(context, 'members.read', departmentCode);
	const rows = await context.db
		.select()
		.from(organisation)
		.where(
			or(
				eq(organisation.departmentCode, space.departmentCode),
				eq(organisation.regionCode, space.regionCode),
			),
		);
	const french = new Intl.Collator('fr');
	return rows
		.map(({ id, acronym, name, college, regionCode }) => ({
			id,
			acronym,
			name,
			college,
			collegeLabel: collegeLabel(college),
			isRegional: regionCode !== null,
		}))
		.sort((a, b) => collegeRank(a.college) - collegeRank(b.college) || french.compare(a.name, b.name));
}

/** Place of a college on the page; one that the catalogue does not know comes last. */
function collegeRank(slug: string): number {
	const rank = COLLEGE_SLUGS.findIndex((one) => one === slug);
	return rank === -1 ? COLLEGE_SLUGS.length : rank;
}
