import { and, eq, isNull, sql } from 'drizzle-orm';
import { INVITATION_DAYS } from '#lib/committee/member.rules.ts';
import { dayInFrance, type Role, type SeatRole } from '#lib/committee/role.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { isId, newId } from '#lib/identifiers.ts';
import { account } from '../accounts/account.tables.ts';
import { hashToken, newToken } from '../accounts/token.ts';
import type { Context } from '../context/context.ts';
import { department } from '../territory/territory.tables.ts';
import { grant, invitation, mandate, organisation } from './committee.tables.ts';
import { composeInvitation } from './invitation.mail.ts';

const DAY_MS = 86_400_000;

/** What an invitation promises; the rights of whoever writes it have been checked. */
export interface InvitationDraft {
	displayName: string;
	/** Lower case, trimmed. */
	email: string;
	organisationId: string;
	organisationName: string;
	departmentCode: string | null;
	regionCode: string | null;
	role: Role;
	seatRole: SeatRole;
	title: string;
	communeCodes: string[];
	startsOn: string;
	endsOn: string;
}

/** An invitation and the secret of its link, which leaves by mail only. */
export interface IssuedInvitation extends InvitationDraft {
	id: string;
	token: string;
	expiresAt: Date;
}

function expiryFrom(now: Date): Date {
	return new Date(now.getTime() + INVITATION_DAYS * DAY_MS);
}

/**
 * Writes the invitation, inside the caller's transaction.
 * @param input.evaluatedRegionCode region where the mandate will hold: nobody sits and evaluates in the same one
 */
export async function issueInvitation(
	context: Context,
	input: InvitationDraft & { createdBy: string; evaluatedRegionCode: string },
): Promise<IssuedInvitation> {
	const { evaluatedRegionCode, ...draft } = input;
	await refuseSecondInvitation(context, draft);
	await refuseOverlap(context, draft, evaluatedRegionCode);
	const createdAt = context.now();
	const token = newToken();
	const issued = { ...draft, id: newId(createdAt.getTime()), expiresAt: expiryFrom(createdAt) };
	await context.db.insert(invitation).values({ ...issued, tokenHash: hashToken(token), createdAt });
	return { ...issued, token };
}

type WaitingInvitation = typeof invitation.$inferSelect & { organisationName: string };

/**
 * An invitation that nobody has used or withdrawn, of this committee or, without one, of whichever place; its row stays locked.
 * @throws `not-found`
 */
export async function getWaitingInvitation(
	context: Context,
	target: { invitationId: string; departmentCode?: string },
): Promise<WaitingInvitation> {
	const { invitationId, departmentCode } = target;
	if (!isId(invitationId)) throw notFound();
	const [found] = await context.db
		.select({ invitation, organisationName: organisation.name })
		.from(invitation)
		.innerJoin(organisation, eq(organisation.id, invitation.organisationId))
		.where(
			and(
				eq(invitation.id, invitationId),
				departmentCode === undefined ? undefined : eq(invitation.departmentCode, departmentCode),
				isNull(invitation.usedAt),
				isNull(invitation.revokedAt),
			),
		)
		.for('no key update', { of: invitation });
	if (found === undefined) throw notFound();
	return { ...found.invitation, organisationName: found.organisationName };
}

/**
 * Gives an invitation that waits a new link, good for the full time, inside the caller's transaction: the link sent before no
 * longer works. @throws `conflict` when its mandate would already be over: no form has a field where to say it
 */
export async function renewInvitation(context: Context, found: WaitingInvitation): Promise<IssuedInvitation> {
	if (found.endsOn < dayInFrance(context.now())) {
		throw new TerrimedError(
			'conflict',
			'Le mandat que promet cette invitation est déjà fini. Rien n’est parti\u00a0: retirez-la et invitez de nouveau.',
		);
	}
	const token = newToken();
	const expiresAt = expiryFrom(context.now());
	await context.db
		.update(invitation)
		.set({ tokenHash: hashToken(token), expiresAt })
		.where(eq(invitation.id, found.id));
	return { ...found, token, expiresAt };
}

async function refuseSecondInvitation(context: Context, draft: InvitationDraft): Promise<void> {
	const [waiting] = await context.db
		.select({ id: invitation.id })
		.from(invitation)
		.where(
			and(
				eq(invitation.email, draft.email),
				eq(invitation.organisationId, draft.organisationId),
				isNull(invitation.usedAt),
				isNull(invitation.revokedAt),
			),
		);
	if (waiting === undefined) return;
	const sentence = 'Une invitation attend déjà cette personne. Renvoyez-la depuis la liste des invitations.';
	throw new TerrimedError('conflict', sentence, { email: sentence });
}

/**
 * The same person sits once at a time for an organisation; somebody who evaluates does not also write, nor the
 * reverse. Asked when inviting and again when accepting: two invitations may wait at once.
 */
export async function refuseOverlap(
	context: Context,
	draft: Pick<InvitationDraft, 'email' | 'organisationId' | 'role' | 'startsOn' | 'endsOn'>,
	evaluatedRegionCode: string,
): Promise<void> {
	const held = await context.db
		.select({
			organisationId: mandate.organisationId,
			startsOn: mandate.startsOn,
			endsOn: mandate.endsOn,
			role: grant.role,
			regionCode: sql<string | null>`coalesce(${mandate.regionCode}, ${department.regionCode})`,
		})
		.from(mandate)
		.leftJoin(department, eq(department.code, mandate.departmentCode))
		.innerJoin(account, eq(account.id, mandate.accountId))
		.leftJoin(grant, and(eq(grant.mandateId, mandate.id), isNull(grant.revokedAt)))
		.where(and(eq(account.email, draft.email), isNull(mandate.endedAt)));
	const overlapping = held.filter((one) => one.startsOn <= draft.endsOn && draft.startsOn <= one.endsOn);
	if (overlapping.some((one) => one.organisationId === draft.organisationId)) {
		const sentence = 'Cette personne représente déjà cette structure pendant ces dates. Changez les dates.';
		throw new TerrimedError('conflict', sentence, { startsOn: sentence });
	}
	const otherSide = overlapping.some(
		(one) =>
			one.role !== null &&
			one.regionCode === evaluatedRegionCode &&
			(one.role === 'ars') !== (draft.role === 'ars'),
	);
	if (otherSide) {
		const sentence =
			'Une même personne ne peut pas siéger dans un comité et l’évaluer pour l’ARS. Invitez quelqu’un d’autre.';
		throw new TerrimedError('conflict', sentence, { email: sentence });
	}
}

/**
 * Sends the link, once the invitation has been committed.
 * @throws `unavailable` when the mail could not leave: the invitation stays and can be sent again
 */
export async function sendInvitation(
	context: Context,
	issued: IssuedInvitation,
	ofPlace: string,
): Promise<void> {
	const { actor } = context;
	const message = composeInvitation({
		...issued,
		to: issued.email,
		invitedBy: actor.kind === 'account' ? actor.displayName : 'L’administration de la plateforme',
		ofPlace,
		isRegional: issued.regionCode !== null,
		link: `${context.origin}/invitation/${issued.token}`,
	});
	try {
		await context.mail.send(message);
	} catch {
		throw new TerrimedError(
			'unavailable',
			'L’invitation est prête, mais le courriel n’est pas parti. Renvoyez-la depuis la liste des invitations.',
		);
	}
}

/** @throws `conflict` when the mandate that an invitation promises would already be over */
export function refusePastPeriod(period: { endsOn: string }, now: Date): void {
	if (period.endsOn >= dayInFrance(now)) return;
	const sentence = 'Ce mandat serait déjà fini. Donnez-lui une fin à venir.';
	throw new TerrimedError('invalid-input', sentence, { endsOn: sentence });
}
