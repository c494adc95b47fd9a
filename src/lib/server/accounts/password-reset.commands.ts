import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { auditAccount, refuseWeakPassword, storePassword } from './account.commands.ts';
import { findPasswordReset } from './account.queries.ts';
import { account, passwordReset } from './account.tables.ts';
import { endSessionsExcept } from './session.commands.ts';
import { countResetRequest, forgiveAccount } from './throttle.ts';
import { hashToken, newToken } from './token.ts';

/** Long enough to find the mail, too short for an old mailbox to be of use. */
const RESET_MINUTES = 60;

/** After its hour, or once it has served, a link only tells who asked and when: so long, for whoever is asked about it. */
const ENDED_RESET_MS = 86_400_000;

/**
 * Sends a reset link if the e-mail has an account. The answer and its time are the same when it has none: all
 * that differs is done afterwards.
 * @throws TerrimedError `too-many-attempts`, known or not
 */
export async function requestPasswordReset(context: Context, input: { email: string }): Promise<void> {
	await countResetRequest(context, input.email);
	context.afterwards(() => sendResetLink(context, input.email));
}

async function sendResetLink(context: Context, email: string): Promise<void> {
	const [found] = await context.db
		.select({ id: account.id })
		.from(account)
		.where(and(eq(account.email, email), isNull(account.disabledAt)));
	if (found === undefined) return;
	const token = newToken();
	const createdAt = context.now();
	const expiresAt = new Date(createdAt.getTime() + RESET_MINUTES * 60_000);
	await context.db.transaction(async (transaction) => {
		await transaction
			.insert(passwordReset)
			.values({ tokenHash: hashToken(token), accountId: found.id, createdAt, expiresAt });
		await auditAccount(transaction, context, found.id, 'account.request-reset');
	});
	await context.mail.send({
		to: email,
		subject: 'Votre nouveau mot de passe Terrimed',
		text: resetText(`${context.origin}/mot-de-passe/${token}`),
	});
}

function resetText(link: string): string {
	return [
		'Bonjour,',
		'',
		'Pour choisir un nouveau mot de passe, ouvrez ce lien dans l’heure qui vient. Il ne sert qu’une fois :',
		link,
		'',
		'Si vous n’avez rien demandé, il n’y a rien à faire : votre mot de passe reste le même.',
		'',
		'Terrimed',
		'',
	].join('\n');
}

/**
 * Gives an account a new password by a link that serves once, and ends all its sessions.
 * @throws TerrimedError `expired` when the link no longer serves, `invalid-input` for a weak password
 */
export async function resetPassword(
	context: Context,
	input: { token: string; password: string },
): Promise<void> {
	const reset = await findPasswordReset(context, input.token);
	if (reset === null) throw linkExpired();
	refuseWeakPassword(input.password, reset.email);
	const passwordHash = await context.passwords.hash(input.password);
	await context.db.transaction(async (transaction) => {
		const [used] = await transaction
			.update(passwordReset)
			.set({ usedAt: context.now() })
			.where(
				and(
					eq(passwordReset.tokenHash, hashToken(input.token)),
					isNull(passwordReset.usedAt),
					gt(passwordReset.expiresAt, context.now()),
				),
			)
			.returning({ accountId: passwordReset.accountId });
		if (used === undefined) throw linkExpired();
		await storePassword(transaction, context, { accountId: used.accountId, passwordHash });
		await forgiveAccount(transaction, reset.email);
		await auditAccount(transaction, context, used.accountId, 'account.reset-password');
	});
	await endSessionsExcept(context, reset.accountId, null);
}

/** Removes the links that ended long enough ago. @returns how many */
export async function purgePasswordResets(context: Context): Promise<number> {
	const before = new Date(context.now().getTime() - ENDED_RESET_MS);
	const gone = await context.db
		.delete(passwordReset)
		.where(or(lt(passwordReset.usedAt, before), lt(passwordReset.expiresAt, before)))
		.returning({ createdAt: passwordReset.createdAt });
	return gone.length;
}

function linkExpired(): TerrimedError {
	return new TerrimedError(
		'expired',
		'Ce lien ne sert plus : il a déjà servi, ou son délai est passé. Votre mot de passe n’a pas changé. Demandez un autre lien.',
	);
}
