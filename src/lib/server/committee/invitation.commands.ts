import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { NewAccountInput } from '#lib/accounts/account.input.ts';
import { INVITATION_KEPT_DAYS } from '#lib/committee/member.rules.ts';
import { isTerrimedError, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { refuseWeakPassword } from '../accounts/account.commands.ts';
import { account } from '../accounts/account.tables.ts';
import { replaceSession } from '../accounts/session.commands.ts';
import type { SessionCookie } from '../accounts/session.ts';
import { hashToken } from '../accounts/token.ts';
import { PLATFORM_CHAIN, writeAudit } from '../audit/audit.ts';
import { within, type Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { grant, invitation, mandate } from './committee.tables.ts';
import { refuseOverlap } from './invitation.issue.ts';
import { findOpenInvitation, type OpenInvitation } from './invitation.queries.ts';

export interface AcceptedInvitation {
	accountId: string;
	/** The committee joined, or null for a regional mandate. */
	departmentCode: string | null;
	/** Set when an account was made: its owner is signed in at once. */
	cookie: SessionCookie | null;
}

type InvitationRow = typeof invitation.$inferSelect;

/**
 * Accepts an invitation, once. Holding the link is the right to do it, and it is bound to its e-mail: whoever has
 * an account under that e-mail must be signed in with it; whoever has none makes one here. The role, the
 * organisation and the dates come from the invitation alone.
 * @throws TerrimedError `expired`, `conflict` when one is signed in with another account, must sign in first, or
 *   holds a mandate that does not go with this one, `invalid-input` for the new account's fields
 */
export async function acceptInvitation(
	context: Context,
	input: { token: string; newAccount: NewAccountInput | null; device: string },
): Promise<AcceptedInvitation> {
	const open = await findOpenInvitation(context, input.token);
	if (open === null) throw invitationOver();
	const newcomer = await prepareAccount(context, open, input.newAccount);
	const accepted = await context.db.transaction(async (transaction) => {
		const redeemed = await redeem(transaction, context, input.token);
		if (newcomer !== null) await createAccount(transaction, context, { ...newcomer, email: redeemed.email });
		const accountId = newcomer?.id ?? open.accountId;
		if (accountId === null) throw invitationOver();
		await refuseIncompatible(within(context, transaction), redeemed, {
			accountId,
			regionCode: open.heldInRegionCode,
		});
		await giveMandate(transaction, context, { redeemed, accountId, accountCreated: newcomer !== null });
		return { accountId, departmentCode: redeemed.departmentCode };
	});
	context.events.publish({ type: 'rights-changed', accountId: accepted.accountId });
	const cookie = newcomer === null ? null : await replaceSession(context, accepted.accountId, input.device);
	return { ...accepted, cookie };
}

/** Under the account's lock: of two invitations accepted at once, the second sees the first's mandate. */
async function refuseIncompatible(
	context: Context,
	redeemed: InvitationRow,
	held: { accountId: string; regionCode: string },
): Promise<void> {
	await context.db
		.select({ id: account.id })
		.from(account)
		.where(eq(account.id, held.accountId))
		.for('no key update');
	try {
		await refuseOverlap(context, redeemed, held.regionCode);
	} catch (error) {
		if (!isTerrimedError(error, 'conflict')) throw error;
		throw new TerrimedError(
			'conflict',
			'Vous avez déjà un mandat qui ne va pas avec celui-ci : la même structure aux mêmes dates, ou l’évaluation du même comité. Rien n’a changé. Parlez-en à la personne qui vous invite.',
		);
	}
}

interface Newcomer {
	id: string;
	displayName: string;
	passwordHash: string;
}

/** The account to make, or null when the one signed in is the one invited. Hashes outside any transaction. */
async function prepareAccount(
	context: Context,
	open: OpenInvitation,
	newAccount: NewAccountInput | null,
): Promise<Newcomer | null> {
	const { actor } = context;
	if (open.accountId !== null) {
		if (actor.kind !== 'account' || actor.accountId !== open.accountId) throw signInAs(open.email);
		return null;
	}
	if (actor.kind === 'account') throw signInAs(open.email);
	if (newAccount === null) throw new TerrimedError('invalid-input', 'Choisissez un mot de passe.');
	refuseWeakPassword(newAccount.password, open.email);
	return {
		id: newId(context.now().getTime()),
		displayName: newAccount.displayName,
		passwordHash: await context.passwords.hash(newAccount.password),
	};
}

/** Marks the invitation as used, and gives it; the condition is in the write, so that only one of many succeeds. */
async function redeem(transaction: Database, context: Context, token: string): Promise<InvitationRow> {
	const [row] = await transaction
		.update(invitation)
		.set({ usedAt: context.now() })
		.where(
			and(
				eq(invitation.tokenHash, hashToken(token)),
				isNull(invitation.usedAt),
				isNull(invitation.revokedAt),
				gt(invitation.expiresAt, context.now()),
			),
		)
		.returning();
	if (row === undefined) throw invitationOver();
	return row;
}

async function createAccount(
	transaction: Database,
	context: Context,
	newcomer: Newcomer & { email: string },
): Promise<void> {
	const made = await transaction
		.insert(account)
		.values({ ...newcomer, createdAt: context.now() })
		.onConflictDoNothing({ target: account.email })
		.returning({ id: account.id });
	// Another invitation of the same person was accepted meanwhile; this one stays unused.
	if (made.length === 0) throw signInAs(newcomer.email);
}

async function giveMandate(
	transaction: Database,
	context: Context,
	given: { redeemed: InvitationRow; accountId: string; accountCreated: boolean },
): Promise<void> {
	const { redeemed, accountId, accountCreated } = given;
	const { organisationId, departmentCode, regionCode, seatRole, title, communeCodes, startsOn, endsOn } =
		redeemed;
	const now = context.now();
	const mandateId = newId(now.getTime());
	const place = { organisationId, departmentCode, regionCode };
	await transaction.insert(mandate).values({
		...place,
		id: mandateId,
		accountId,
		seatRole,
		title,
		communeCodes,
		startsOn,
		endsOn,
		createdAt: now,
	});
	await transaction.insert(grant).values({
		id: newId(now.getTime()),
		mandateId,
		role: redeemed.role,
		grantedAt: now,
		grantedBy: redeemed.createdBy,
	});
	await writeAudit(transaction, {
		chain: departmentCode ?? PLATFORM_CHAIN,
		actorId: accountId,
		action: 'invitation.accept',
		subjectType: 'invitation',
		subjectId: redeemed.id,
		details: { ...place, mandateId, role: redeemed.role, accountCreated },
		happenedAt: now,
	});
}

function invitationOver(): TerrimedError {
	return new TerrimedError(
		'expired',
		'Cette invitation ne sert plus : elle a déjà servi, a été retirée, ou ses sept jours sont passés. Demandez-en une autre à votre comité.',
	);
}

function signInAs(email: string): TerrimedError {
	return new TerrimedError(
		'conflict',
		`Cette invitation est pour ${email}. Connectez-vous avec cette adresse pour l’accepter ; l’invitation reste valable.`,
	);
}

/** Removes the invitations, with the name and the e-mail, that ended long enough ago: the mandate and the log have what came of them. @returns how many */
export async function purgeInvitations(context: Context): Promise<number> {
	const before = new Date(context.now().getTime() - INVITATION_KEPT_DAYS * 86_400_000);
	const { id, usedAt, revokedAt, expiresAt } = invitation;
	const gone = await context.db
		.delete(invitation)
		.where(or(lt(usedAt, before), lt(revokedAt, before), lt(expiresAt, before)))
		.returning({ id });
	return gone.length;
}
