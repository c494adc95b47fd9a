import { and, eq, isNull } from 'drizzle-orm';
import type { SignInInput } from '#lib/accounts/account.input.ts';
import { TerrimedError } from '#lib/errors.ts';
import { PLATFORM_CHAIN, writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import { account } from './account.tables.ts';
import { requireOwnAccount } from './account.queries.ts';
import type { SessionCookie } from './session.ts';
import { attemptSucceeded, beginSignIn, forgetOldAttempts } from './throttle.ts';

/**
 * Opens a session with a new id for whoever knows the password of an account; ends the one the browser came with.
 * An unknown account, a wrong password and a closed account are answered alike, after the same work. Attempts of
 * one address, and at one account, are made one after another: a room that signs in at once is not taken for an
 * attack, and a hundred guesses at once are still counted one by one.
 * @throws TerrimedError `invalid-input` when they do not match, `too-many-attempts` when one must wait
 */
export function signIn(context: Context, input: Credentials): Promise<SessionCookie> {
	const { inTurn, clientAddress } = context;
	return inTurn(`sign-in from ${clientAddress}`, () =>
		inTurn(`sign-in as ${input.email}`, () => attemptSignIn(context, input)),
	);
}

type Credentials = Pick<SignInInput, 'email' | 'password'> & { device: string };

async function attemptSignIn(context: Context, input: Credentials): Promise<SessionCookie> {
	const attempt = await beginSignIn(context, input.email);
	const [found] = await context.db
		.select({ id: account.id, passwordHash: account.passwordHash })
		.from(account)
		.where(and(eq(account.email, input.email), isNull(account.disabledAt)));
	const matches = await context.passwords.verify(found?.passwordHash ?? null, input.password);
	if (found === undefined || !matches) throw unknownCredentials();
	await context.db.transaction(async (transaction) => {
		await attemptSucceeded(transaction, attempt, context.now());
		await writeAudit(transaction, {
			chain: PLATFORM_CHAIN,
			actorId: found.id,
			action: 'session.start',
			subjectType: 'account',
			subjectId: found.id,
			happenedAt: context.now(),
		});
	});
	context.afterwards(async () => {
		await forgetOldAttempts(context);
		await context.sessions.forgetExpired();
	});
	return replaceSession(context, found.id, input.device);
}

/** Ends the session one came with, everywhere it is open. @returns the cookie that removes the session's */
export async function signOut(context: Context): Promise<SessionCookie> {
	const { actor } = context;
	if (actor.kind === 'account') {
		await auditOwnSession(context, actor.accountId, 'session.end');
		await endPresentSession(context);
	}
	return context.sessions.blankCookie();
}

/** Ends every session of one's account but the one in use. @returns how many were ended */
export async function endOtherSessions(context: Context): Promise<number> {
	const actor = requireOwnAccount(context);
	await auditOwnSession(context, actor.accountId, 'session.end-others');
	return endSessionsExcept(context, actor.accountId, actor.sessionId);
}

/** Starts a session and ends the one the browser came with: an id known before signing in opens nothing after it. */
export async function replaceSession(
	context: Context,
	accountId: string,
	device: string,
): Promise<SessionCookie> {
	const { cookie } = await context.sessions.start(accountId, device);
	await endPresentSession(context);
	return cookie;
}

/** Ends sessions and says so, so that their sockets close. `keptId` null ends them all. @returns how many */
export async function endSessionsExcept(
	context: Context,
	accountId: string,
	keptId: string | null,
): Promise<number> {
	const ended = await context.sessions.endOthers(accountId, keptId);
	for (const sessionId of ended) context.events.publish({ type: 'session-ended', sessionId });
	return ended.length;
}

async function endPresentSession(context: Context): Promise<void> {
	const { actor } = context;
	if (actor.kind !== 'account') return;
	const ended = await context.sessions.end(actor.accountId, actor.sessionId);
	for (const sessionId of ended) context.events.publish({ type: 'session-ended', sessionId });
}

async function auditOwnSession(context: Context, accountId: string, action: string): Promise<void> {
	await context.db.transaction((transaction) =>
		writeAudit(transaction, {
			chain: PLATFORM_CHAIN,
			actorId: accountId,
			action,
			subjectType: 'account',
			subjectId: accountId,
			happenedAt: context.now(),
		}),
	);
}

function unknownCredentials(): TerrimedError {
	return new TerrimedError(
		'invalid-input',
		'Adresse ou mot de passe inconnu. Vérifiez les deux, ou demandez un nouveau mot de passe.',
	);
}
