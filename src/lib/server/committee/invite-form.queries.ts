import { and, eq } from 'drizzle-orm';
import { usualEnd, type InviteFormStart } from '#lib/committee/member.rules.ts';
import { dayInFrance, type Role, type SeatRole } from '#lib/committee/role.rules.ts';
import { isId } from '#lib/identifiers.ts';
import { addDays } from '#lib/ui/days.ts';
import { account } from '../accounts/account.tables.ts';
import type { Context } from '../context/context.ts';
import { grant, mandate } from './committee.tables.ts';
import { listOrganisations } from './organisation.queries.ts';
import { authorizeInSpace } from './space.queries.ts';

/** The form for a new mandate: blank, for one organisation, or to renew a mandate that ends. */
export async function getInviteForm(
	context: Context,
	departmentCode: string,
	wanted: { organisationId: string | null; renewsMandateId: string | null },
): Promise<InviteFormStart> {
	const space = await authorizeInSpace(context, 'members.manage', departmentCode);
	const organisations = (await listOrganisations(context, departmentCode)).filter(
		(one) => one.college !== 'ars',
	);
	const today = dayInFrance(context.now());
	const blank = {
		displayName: '',
		email: '',
		organisationId: organisations.find((one) => one.id === wanted.organisationId)?.id ?? '',
		seatRole: 'holder' as SeatRole,
		role: 'member' as Role,
		title: '',
		startsOn: today,
		endsOn: usualEnd(today),
	};
	const renewed = await findRenewed(context, space.departmentCode, wanted.renewsMandateId);
	if (renewed === null) {
		return { departmentCode: space.departmentCode, organisations, start: blank, renews: null };
	}
	const after = addDays(renewed.endsOn, 1);
	const startsOn = after > today ? after : today;
	return {
		departmentCode: space.departmentCode,
		organisations,
		start: { ...renewed, startsOn, endsOn: usualEnd(startsOn) },
		renews: renewed.displayName,
	};
}

async function findRenewed(context: Context, departmentCode: string, mandateId: string | null) {
	if (mandateId === null || !isId(mandateId)) return null;
	const rows = await context.db
		.select({
			displayName: account.displayName,
			email: account.email,
			organisationId: mandate.organisationId,
			seatRole: mandate.seatRole,
			title: mandate.title,
			endsOn: mandate.endsOn,
			role: grant.role,
			grantedAt: grant.grantedAt,
		})
		.from(mandate)
		.innerJoin(account, eq(account.id, mandate.accountId))
		.innerJoin(grant, eq(grant.mandateId, mandate.id))
		.where(and(eq(mandate.id, mandateId), eq(mandate.departmentCode, departmentCode)));
	const latest = rows.toSorted((a, b) => b.grantedAt.getTime() - a.grantedAt.getTime())[0];
	return latest ?? null;
}
