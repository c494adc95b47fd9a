import { and, eq, gt, isNull } from 'drizzle-orm';
import type { ChosenMails } from '#lib/accounts/account.input.ts';
import { TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { can, type Actor } from '../policies/policy.ts';
import { account, passwordReset } from './account.tables.ts';
import { hashToken, isToken } from './token.ts';

export type SignedInActor = Extract<Actor, { kind: 'account' }>;

/** The actor of a command on one's own account. @throws TerrimedError `signed-out` for anybody else */
export function requireOwnAccount(context: Context): SignedInActor {
	const { actor } = context;
	if (actor.kind !== 'account' || !can(actor, 'account.own')) throw signedOut();
	return actor;
}

export function signedOut(): TerrimedError {
	return new TerrimedError('signed-out', 'Votre session est terminée. Connectez-vous pour continuer.');
}

/** What one has chosen for oneself. */
export async function getOwnChoices(context: Context): Promise<ChosenMails> {
	const actor = requireOwnAccount(context);
	const [own] = await context.db
		.select({ mentionMails: account.mentionMails, internMails: account.internMails })
		.from(account)
		.where(eq(account.id, actor.accountId));
	return own ?? { mentionMails: true, internMails: true };
}

export interface OwnSession {
	device: string;
	createdAt: Date;
	lastSeenAt: Date;
	/** The session that asks. */
	isCurrent: boolean;
}

/** One's own running sessions, the present one first, then the last used. */
export async function listOwnSessions(context: Context): Promise<OwnSession[]> {
	const actor = requireOwnAccount(context);
	const rows = await context.sessions.list(actor.accountId);
	return rows
		.map(({ key, ...row }) => ({ ...row, isCurrent: key === actor.sessionId }))
		.sort((first, second) => Number(second.isCurrent) - Number(first.isCurrent));
}

/** The account a reset link is for, or null when the link is unknown, used, too old, or its account closed. */
export async function findPasswordReset(
	context: Context,
	token: string,
): Promise<{ accountId: string; email: string } | null> {
	if (!isToken(token)) return null;
	const [found] = await context.db
		.select({ accountId: account.id, email: account.email })
		.from(passwordReset)
		.innerJoin(account, eq(account.id, passwordReset.accountId))
		.where(
			and(
				eq(passwordReset.tokenHash, hashToken(token)),
				isNull(passwordReset.usedAt),
				gt(passwordReset.expiresAt, context.now()),
				isNull(account.disabledAt),
			),
		);
	return found ?? null;
}
