import { and, eq, or } from 'drizzle-orm';
import type { Invite, NameFacilitator } from '#lib/committee/member.input.ts';
import { usualEnd } from '#lib/committee/member.rules.ts';
import { COMMITTEE_ROLES, dayInFrance, type Role } from '#lib/committee/role.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { isId } from '#lib/identifiers.ts';
import { ofDepartment } from '#lib/territory/department-name.rules.ts';
import { writeAudit } from '../audit/audit.ts';
import { within, type Context } from '../context/context.ts';
import { can } from '../policies/policy.ts';
import { createOrganisation } from './committee.commands.ts';
import { invitation, organisation } from './committee.tables.ts';
import {
	getWaitingInvitation,
	issueInvitation,
	refusePastPeriod,
	renewInvitation,
	sendInvitation,
	type IssuedInvitation,
} from './invitation.issue.ts';
import { authorizeInSpace, type Space } from './space.queries.ts';

type InSpace<T> = T & { departmentCode: string };

/** Id of the account that acts: commands call it after authorizing, when there is one. */
export function actingAccount(context: Context): string {
	if (context.actor.kind !== 'account') throw notFound();
	return context.actor.accountId;
}

const placeOf = (space: Space): string =>
	ofDepartment({ code: space.departmentCode, name: space.departmentName });

/** Invites somebody to represent an organisation in a committee, by a link sent to their address. */
export async function invite(context: Context, input: InSpace<Invite>): Promise<{ invitationId: string }> {
	const space = await authorizeInSpace(context, 'members.manage', input.departmentCode);
	refuseRegionalRole(input.role);
	refusePastPeriod(input, context.now());
	const issued = await context.db.transaction((transaction) =>
		inviteInto(within(context, transaction), space, input),
	);
	await sendInvitation(context, issued, placeOf(space));
	return { invitationId: issued.id };
}

async function inviteInto(context: Context, space: Space, input: Invite): Promise<IssuedInvitation> {
	const createdBy = actingAccount(context);
	const target = await resolveOrganisation(context, space, input.organisation);
	const { displayName, email, role, seatRole, title, communeCodes, startsOn, endsOn } = input;
	const issued = await issueInvitation(context, {
		displayName,
		email,
		role,
		seatRole,
		title,
		communeCodes,
		startsOn,
		endsOn,
		organisationId: target.id,
		organisationName: target.name,
		departmentCode: space.departmentCode,
		regionCode: null,
		evaluatedRegionCode: space.regionCode,
		createdBy,
	});
	await writeAudit(context.db, {
		chain: space.departmentCode,
		actorId: createdBy,
		action: 'invitation.create',
		subjectType: 'invitation',
		subjectId: issued.id,
		details: { role, seatRole, organisationId: target.id, startsOn, endsOn },
		happenedAt: context.now(),
	});
	return issued;
}

function refuseRegionalRole(role: Role): void {
	const allowed: readonly Role[] = COMMITTEE_ROLES;
	if (allowed.includes(role)) return;
	const sentence = 'Ce droit est donné pour toute la région, par l’administration de la plateforme.';
	throw new TerrimedError('invalid-input', sentence, { role: sentence });
}

/** The organisation that will mandate: one of the committee, one of its region but the ARS, or a new one. */
async function resolveOrganisation(
	context: Context,
	space: Space,
	wanted: Invite['organisation'],
): Promise<{ id: string; name: string }> {
	if (wanted.kind === 'new') {
		const made = await createOrganisation(context, { ...wanted, departmentCode: space.departmentCode });
		return { id: made.id, name: wanted.name };
	}
	const [found] = isId(wanted.id)
		? await context.db
				.select()
				.from(organisation)
				.where(and(eq(organisation.id, wanted.id), ofSpace(space)))
		: [];
	if (found === undefined) {
		const sentence = 'Choisissez une structure de la liste.';
		throw new TerrimedError('invalid-input', sentence, { organisationId: sentence });
	}
	if (found.college === 'ars') {
		const sentence = 'L’ARS évalue le comité : ses personnes sont nommées pour toute la région.';
		throw new TerrimedError('invalid-input', sentence, { organisationId: sentence });
	}
	return found;
}

const ofSpace = (space: Space) =>
	or(eq(organisation.departmentCode, space.departmentCode), eq(organisation.regionCode, space.regionCode));

/** Invites the person who will run a committee, for the usual length from today: administration only. */
export async function nameFirstFacilitator(
	context: Context,
	input: NameFacilitator,
): Promise<{ invitationId: string }> {
	if (!can(context.actor, 'platform.administer')) throw notFound();
	const space = await authorizeInSpace(context, 'members.manage', input.departmentCode);
	const [mandating] = await context.db
		.select({ id: organisation.id })
		.from(organisation)
		.where(and(eq(organisation.name, input.organisationName), ofSpace(space)));
	if (mandating === undefined) {
		const sentence = 'Choisissez une structure de la liste.';
		throw new TerrimedError('invalid-input', sentence, { organisationName: sentence });
	}
	const startsOn = dayInFrance(context.now());
	return invite(context, {
		departmentCode: space.departmentCode,
		displayName: input.displayName,
		email: input.email,
		organisation: { kind: 'existing', id: mandating.id },
		role: 'facilitator',
		seatRole: 'holder',
		title: '',
		communeCodes: [],
		startsOn,
		endsOn: usualEnd(startsOn),
	});
}

interface InvitationTarget {
	departmentCode: string;
	invitationId: string;
}

/** Sends the invitation again with a new link, good for the full time; the link sent before no longer works. */
export async function resendInvitation(context: Context, target: InvitationTarget): Promise<void> {
	const space = await authorizeInSpace(context, 'members.manage', target.departmentCode);
	const issued = await context.db.transaction(async (transaction) => {
		const inside = within(context, transaction);
		const renewed = await renewInvitation(inside, await getWaitingInvitation(inside, target));
		await auditInvitation(inside, target, 'invitation.resend');
		return renewed;
	});
	await sendInvitation(context, issued, placeOf(space));
}

/** Withdraws an invitation: its link no longer works. */
export async function revokeInvitation(context: Context, target: InvitationTarget): Promise<void> {
	await authorizeInSpace(context, 'members.manage', target.departmentCode);
	await context.db.transaction(async (transaction) => {
		const found = await getWaitingInvitation(within(context, transaction), target);
		await transaction.update(invitation).set({ revokedAt: context.now() }).where(eq(invitation.id, found.id));
		await auditInvitation(within(context, transaction), target, 'invitation.revoke');
	});
}

function auditInvitation(context: Context, target: InvitationTarget, action: string): Promise<void> {
	return writeAudit(context.db, {
		chain: target.departmentCode,
		actorId: actingAccount(context),
		action,
		subjectType: 'invitation',
		subjectId: target.invitationId,
		happenedAt: context.now(),
	});
}
