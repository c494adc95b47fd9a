import { and, eq, isNull } from 'drizzle-orm';
import type { ChangePasswordInput, ChosenMails } from '#lib/accounts/account.input.ts';
import { passwordFault } from '#lib/accounts/account.rules.ts';
import { TerrimedError } from '#lib/errors.ts';
import { PLATFORM_CHAIN, writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { requireOwnAccount } from './account.queries.ts';
import { account, passwordReset } from './account.tables.ts';
import { endSessionsExcept, replaceSession } from './session.commands.ts';
import type { SessionCookie } from './session.ts';
import { attemptSucceeded, beginConfirmation } from './throttle.ts';

/** Changes the name one is shown under. */
export async function rename(context: Context, input: { displayName: string }): Promise<void> {
	const actor = requireOwnAccount(context);
	await context.db.transaction(async (transaction) => {
		await transaction
			.update(account)
			.set({ displayName: input.displayName })
			.where(eq(account.id, actor.accountId));
		await auditAccount(transaction, context, actor.accountId, 'account.rename');
	});
}

/** Chooses which mails one gets: of comments that name one, of what the welcome of the interns waits for. */
export async function chooseMails(context: Context, input: ChosenMails): Promise<void> {
	const actor = requireOwnAccount(context);
	await context.db.transaction(async (transaction) => {
		await transaction
			.update(account)
			.set({ mentionMails: input.mentionMails, internMails: input.internMails })
			.where(eq(account.id, actor.accountId));
		await auditAccount(transaction, context, actor.accountId, 'account.choose-mails');
	});
}

/**
 * Changes one's password, which ends every other session and gives this one a new id.
 * @throws TerrimedError `invalid-input` with the wrong field, `too-many-attempts`
 */
export async function changePassword(
	context: Context,
	input: ChangePasswordInput & { device: string },
): Promise<SessionCookie> {
	const actor = requireOwnAccount(context);
	refuseWeakPassword(input.password, actor.email);
	const attempt = await beginConfirmation(context, actor.accountId);
	const [own] = await context.db
		.select({ passwordHash: account.passwordHash })
		.from(account)
		.where(eq(account.id, actor.accountId));
	if (!(await context.passwords.verify(own?.passwordHash ?? null, input.currentPassword))) {
		throw wrongField('currentPassword', 'Ce mot de passe est inconnu. Le vôtre reste celui d’avant.');
	}
	if (input.password === input.currentPassword) {
		throw wrongField('password', 'C’est déjà votre mot de passe. Choisissez-en un autre.');
	}
	const passwordHash = await context.passwords.hash(input.password);
	await context.db.transaction(async (transaction) => {
		await attemptSucceeded(transaction, attempt, context.now());
		await storePassword(transaction, context, { accountId: actor.accountId, passwordHash });
		await auditAccount(transaction, context, actor.accountId, 'account.change-password');
	});
	await endSessionsExcept(context, actor.accountId, actor.sessionId);
	return replaceSession(context, actor.accountId, input.device);
}

/** Refuses a new password that breaks the rule, as a wrong `password` field. */
export function refuseWeakPassword(password: string, email: string): void {
	const fault = passwordFault(password, email);
	if (fault !== null) throw wrongField('password', fault);
}

/** Writes the hash of a password; reset links still open no longer serve. */
export async function storePassword(
	transaction: Database,
	context: Context,
	change: { accountId: string; passwordHash: string },
): Promise<void> {
	await transaction
		.update(account)
		.set({ passwordHash: change.passwordHash })
		.where(eq(account.id, change.accountId));
	await transaction
		.update(passwordReset)
		.set({ usedAt: context.now() })
		.where(and(eq(passwordReset.accountId, change.accountId), isNull(passwordReset.usedAt)));
}

/** A line of the platform's log on an account, by its owner. */
export function auditAccount(
	transaction: Database,
	context: Context,
	accountId: string,
	action: string,
): Promise<void> {
	return writeAudit(transaction, {
		chain: PLATFORM_CHAIN,
		actorId: accountId,
		action,
		subjectType: 'account',
		subjectId: accountId,
		happenedAt: context.now(),
	});
}

function wrongField(field: string, sentence: string): TerrimedError {
	return new TerrimedError('invalid-input', sentence, { [field]: sentence });
}
