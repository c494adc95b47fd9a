import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { collegeLabel } from '#lib/committee/college.catalogue.ts';
import { invitationState, type InvitationState } from '#lib/committee/member.rules.ts';
import type { Role } from '#lib/committee/role.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { hashToken, isToken } from '../accounts/token.ts';
import type { Context } from '../context/context.ts';
import { department, region } from '../territory/territory.tables.ts';
import { invitation, organisation } from './committee.tables.ts';
import { authorizeInSpace } from './space.queries.ts';

/** An invitation as the person who holds its link sees it. */
export interface OpenInvitation {
	id: string;
	email: string;
	displayName: string;
	role: Role;
	title: string;
	organisationName: string;
	/** Name of the département or of the region. */
	placeName: string;
	departmentCode: string | null;
	regionCode: string | null;
	/** The region in which the mandate holds, a département's or its own. */
	heldInRegionCode: string;
	startsOn: string;
	endsOn: string;
	/** The account of that e-mail, when there is one: one then signs in with it instead of making another. */
	accountId: string | null;
}

/** The invitation of a link, or null when it is unknown, used, revoked or too old: these are not told apart. */
export async function findOpenInvitation(context: Context, token: string): Promise<OpenInvitation | null> {
	if (!isToken(token)) return null;
	const [found] = await context.db
		.select({
			id: invitation.id,
			email: invitation.email,
			displayName: invitation.displayName,
			role: invitation.role,
			title: invitation.title,
			organisationName: organisation.name,
			departmentName: department.name,
			regionName: region.name,
			departmentCode: invitation.departmentCode,
			regionCode: invitation.regionCode,
			departmentRegionCode: department.regionCode,
			startsOn: invitation.startsOn,
			endsOn: invitation.endsOn,
			accountId: account.id,
		})
		.from(invitation)
		.innerJoin(organisation, eq(organisation.id, invitation.organisationId))
		.leftJoin(department, eq(department.code, invitation.departmentCode))
		.leftJoin(region, eq(region.code, invitation.regionCode))
		.leftJoin(account, eq(account.email, invitation.email))
		.where(
			and(
				eq(invitation.tokenHash, hashToken(token)),
				isNull(invitation.usedAt),
				isNull(invitation.revokedAt),
				gt(invitation.expiresAt, context.now()),
			),
		);
	if (found === undefined) return null;
	const { departmentName, regionName, departmentRegionCode, ...rest } = found;
	return {
		...rest,
		placeName: departmentName ?? regionName ?? '',
		heldInRegionCode: departmentRegionCode ?? rest.regionCode ?? '',
	};
}

export interface InvitationRow {
	id: string;
	displayName: string;
	email: string;
	organisationName: string;
	collegeLabel: string;
	role: Role;
	/** When the link that works now was sent. */
	expiresAt: Date;
	state: InvitationState;
}

/** Invitations of a committee that nobody has used or withdrawn, latest first: only for whoever may send them. */
export async function listInvitations(context: Context, departmentCode: string): Promise<InvitationRow[]> {
	const space = await authorizeInSpace(context, 'members.manage', departmentCode);
	const rows = await context.db
		.select({ invitation, organisation })
		.from(invitation)
		.innerJoin(organisation, eq(organisation.id, invitation.organisationId))
		.where(
			and(
				eq(invitation.departmentCode, space.departmentCode),
				isNull(invitation.usedAt),
				isNull(invitation.revokedAt),
			),
		)
		.orderBy(desc(invitation.expiresAt));
	return rows.map((row) => ({
		id: row.invitation.id,
		displayName: row.invitation.displayName,
		email: row.invitation.email,
		organisationName: row.organisation.name,
		collegeLabel: collegeLabel(row.organisation.college),
		role: row.invitation.role,
		expiresAt: row.invitation.expiresAt,
		state: invitationState(row.invitation, context.now()),
	}));
}
