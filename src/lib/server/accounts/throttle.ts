import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import {
	ACCOUNT_POLICY,
	ADDRESS_POLICY,
	afterFailure,
	RESET_ADDRESS_POLICY,
	RESET_EMAIL_POLICY,
	THROTTLE_MEMORY,
	waitOf,
	waitWords,
	withoutFailure,
	type ThrottlePolicy,
	type ThrottleState,
} from '#lib/accounts/throttle.rules.ts';
import { TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { throttle } from './account.tables.ts';

/** One thing that is counted: an account or an address, for one purpose. */
interface Counter {
	key: string;
	policy: ThrottlePolicy;
	/** Whether success wipes the count (an account) or only takes this attempt off it (a shared address). */
	wipedBySuccess: boolean;
}

/** An attempt under way: counted as failed from the start, so that a hundred at once are a hundred. */
export interface Attempt {
	counters: readonly Counter[];
}

/** Keys are hashed: the table holds neither e-mails nor addresses. */
function keyOf(purpose: string, text: string): string {
	return createHash('sha256').update(`${purpose}:${text}`).digest('hex');
}

/** Signing in: counted by account, known or not, and by address. */
export function beginSignIn(context: Context, email: string): Promise<Attempt> {
	return beginAttempt(context, [
		accountCounter(email),
		{ key: keyOf('sign-in address', context.clientAddress), policy: ADDRESS_POLICY, wipedBySuccess: false },
	]);
}

/** Giving one's password again while signed in: counted apart, so that nobody outside can block it. */
export function beginConfirmation(context: Context, accountId: string): Promise<Attempt> {
	return beginAttempt(context, [
		{ key: keyOf('confirmation', accountId), policy: ACCOUNT_POLICY, wipedBySuccess: true },
	]);
}

/** Asking for a reset mail: every request counts, answered or not. */
export function countResetRequest(context: Context, email: string): Promise<Attempt> {
	return beginAttempt(context, [
		{ key: keyOf('reset e-mail', email), policy: RESET_EMAIL_POLICY, wipedBySuccess: false },
		{
			key: keyOf('reset address', context.clientAddress),
			policy: RESET_ADDRESS_POLICY,
			wipedBySuccess: false,
		},
	]);
}

function accountCounter(email: string): Counter {
	return { key: keyOf('sign-in account', email), policy: ACCOUNT_POLICY, wipedBySuccess: true };
}

/**
 * Counts an attempt on each counter, or refuses it without counting when one of them must wait.
 * @throws TerrimedError `too-many-attempts`
 */
async function beginAttempt(context: Context, counters: readonly Counter[]): Promise<Attempt> {
	const now = context.now();
	await context.db.transaction(async (transaction) => {
		const states = await lockStates(transaction, counters, now);
		const wait = Math.max(...counters.map((counter) => waitOf(states.get(counter.key) ?? null, now)));
		if (wait > 0) throw tooManyAttempts(wait);
		for (const { key, policy } of counters) {
			await save(transaction, key, afterFailure(policy, states.get(key) ?? null, now));
		}
	});
	return { counters };
}

/** The attempt was right: the account starts afresh, the address is as if it had not been made. */
export async function attemptSucceeded(transaction: Database, attempt: Attempt, now: Date): Promise<void> {
	const states = await lockStates(transaction, attempt.counters, now);
	for (const { key, wipedBySuccess } of attempt.counters) {
		const state = states.get(key);
		if (wipedBySuccess || state === undefined)
			await transaction.delete(throttle).where(eq(throttle.key, key));
		else await save(transaction, key, withoutFailure(state));
	}
}

/** Its owner has just shown to hold the mailbox: attempts of others no longer keep them out. */
export async function forgiveAccount(transaction: Database, email: string): Promise<void> {
	await transaction.delete(throttle).where(eq(throttle.key, accountCounter(email).key));
}

/** Deletes the counters that have forgotten everything. */
export async function forgetOldAttempts(context: Context): Promise<void> {
	const now = context.now();
	const old = context.db
		.select({ key: throttle.key })
		.from(throttle)
		.where(
			and(
				lt(throttle.windowStartedAt, new Date(now.getTime() - THROTTLE_MEMORY)),
				or(isNull(throttle.blockedUntil), lt(throttle.blockedUntil, now)),
			),
		)
		.for('no key update', { skipLocked: true });
	await context.db.delete(throttle).where(inArray(throttle.key, old));
}

/**
 * Rows are made or locked, one by one in the order of their keys, so that two attempts never wait for each other. One that somebody is deleting
 * is made anew: read after a `do nothing` it would be neither here nor locked.
 */
async function lockStates(
	transaction: Database,
	counters: readonly Counter[],
	now: Date,
): Promise<Map<string, ThrottleState>> {
	const keys = counters.map((counter) => counter.key).sort();
	const rows = await transaction
		.insert(throttle)
		.values(keys.map((key) => ({ key, failures: 0, windowStartedAt: now })))
		.onConflictDoUpdate({ target: throttle.key, set: { failures: sql`${throttle.failures}` } })
		.returning();
	return new Map(rows.map((row) => [row.key, row]));
}

async function save(transaction: Database, key: string, state: ThrottleState): Promise<void> {
	const { failures, windowStartedAt, blockedUntil } = state;
	await transaction
		.update(throttle)
		.set({ failures, windowStartedAt, blockedUntil })
		.where(eq(throttle.key, key));
}

function tooManyAttempts(wait: number): TerrimedError {
	return new TerrimedError(
		'too-many-attempts',
		`Trop d'essais de suite. Attendez ${waitWords(wait)}, puis réessayez.`,
		{},
		Math.ceil(wait / 1_000),
	);
}
