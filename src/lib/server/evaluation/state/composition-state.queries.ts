import { and, asc, eq, gt, gte, isNull, lte, or } from 'drizzle-orm';
import { COLLEGE_SLUGS, collegeLabel } from '#lib/committee/college.catalogue.ts';
import type { SeatedMember } from '#lib/evaluation/state/state.ts';
import { account } from '../../accounts/account.tables.ts';
import { grant, mandate, organisation } from '../../committee/committee.tables.ts';
import type { Space } from '../../committee/space.queries.ts';
import type { Database } from '../../database/database.ts';

/** Whoever had a mandate in force, of the committee or of its region: one that was ended early was in force until then. */
export async function readCompositionThen(
	db: Database,
	space: Space,
	{ at, day }: { at: Date; day: string },
): Promise<SeatedMember[]> {
	const rows = await db
		.select({ mandate, organisation, name: account.displayName, role: grant.role })
		.from(mandate)
		.innerJoin(organisation, eq(organisation.id, mandate.organisationId))
		.innerJoin(account, eq(account.id, mandate.accountId))
		.leftJoin(
			grant,
			and(
				eq(grant.mandateId, mandate.id),
				lte(grant.grantedAt, at),
				or(isNull(grant.revokedAt), gt(grant.revokedAt, at)),
			),
		)
		.where(
			and(
				or(eq(mandate.departmentCode, space.departmentCode), eq(mandate.regionCode, space.regionCode)),
				...[lte(mandate.createdAt, at), lte(mandate.startsOn, day), gte(mandate.endsOn, day)],
				or(isNull(mandate.endedAt), gt(mandate.endedAt, at)),
			),
		)
		.orderBy(asc(mandate.startsOn), asc(mandate.id), asc(grant.grantedAt));
	const seated = new Map(rows.map((row) => [row.mandate.id, seatedMember(row)]));
	const french = new Intl.Collator('fr');
	return [...seated.values()].sort(
		(one, other) =>
			collegeRank(one.college) - collegeRank(other.college) ||
			french.compare(one.organisation, other.organisation),
	);
}

function seatedMember(row: {
	mandate: typeof mandate.$inferSelect;
	organisation: typeof organisation.$inferSelect;
	name: string;
	role: SeatedMember['role'];
}): SeatedMember {
	const { mandate: held, organisation: body, name, role } = row;
	const { college } = body;
	return {
		...{ mandateId: held.id, accountId: held.accountId, name, role },
		...{ organisationId: body.id, organisation: body.name, college, collegeLabel: collegeLabel(college) },
		...{ seatRole: held.seatRole, title: held.title, isRegional: held.regionCode !== null },
		...{ from: held.startsOn, until: held.endsOn },
	};
}

/** Place of a college on the page; one that the catalogue does not know comes last. */
function collegeRank(slug: string): number {
	const rank = COLLEGE_SLUGS.findIndex((one) => one === slug);
	return rank === -1 ? COLLEGE_SLUGS.length : rank;
}
