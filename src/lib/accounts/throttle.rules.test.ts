import { describe, expect, test } from 'vitest';
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
} from './throttle.rules.ts';

const START = new Date('2026-11-22T10:00:00Z');
const MINUTE = 60_000;
const later = (minutes: number): Date => new Date(START.getTime() + minutes * MINUTE);

/** An attacker who tries as soon as allowed: attempts made within `span` milliseconds. */
function attemptsWithin(
	policy: ThrottlePolicy,
	span: number,
): { attempts: number; state: ThrottleState | null } {
	let state: ThrottleState | null = null;
	let now = START;
	let attempts = 0;
	while (now.getTime() - START.getTime() < span) {
		state = afterFailure(policy, state, now);
		attempts += 1;
		now = new Date(now.getTime() + waitOf(state, now));
	}
	return { attempts, state };
}

test('an account may fail four times freely, then waits 1, 2, 4 minutes and at most two hours', () => {
	let state: ThrottleState | null = null;
	const waits = [];
	for (let index = 0; index < 15; index += 1) {
		state = afterFailure(ACCOUNT_POLICY, state, START);
		waits.push(waitOf(state, START) / MINUTE);
	}
	expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 120, 120, 120, 120]);
});

test('an account is tried less than 25 times in a day, an address less than 250', () => {
	const day = 24 * 60 * MINUTE;
	expect(attemptsWithin(ACCOUNT_POLICY, day).attempts).toBeLessThan(25);
	expect(attemptsWithin(ADDRESS_POLICY, day).attempts).toBeLessThan(250);
	expect(attemptsWithin(RESET_EMAIL_POLICY, day).attempts).toBeLessThanOrEqual(12);
});

test('failures are forgotten one by one', () => {
	const fifth = [0, 1, 2, 3].reduce<ThrottleState | null>(
		(state) => afterFailure(ACCOUNT_POLICY, state, START),
		null,
	);
	expect(afterFailure(ACCOUNT_POLICY, fifth, later(119)).failures).toBe(5);
	expect(afterFailure(ACCOUNT_POLICY, fifth, later(121)).failures).toBe(4);
	expect(afterFailure(ACCOUNT_POLICY, fifth, later(24 * 60)).failures).toBe(1);
	const kept = afterFailure(ACCOUNT_POLICY, fifth, later(121));
	expect(afterFailure(ACCOUNT_POLICY, kept, later(239)).failures).toBe(5);
	expect(afterFailure(ACCOUNT_POLICY, kept, later(241)).failures).toBe(4);
});

test('an attempt that was right leaves no trace on a shared address', () => {
	const before = afterFailure(ADDRESS_POLICY, null, START);
	expect(withoutFailure(afterFailure(ADDRESS_POLICY, before, START))).toEqual(before);
});

describe('the memory of the table outlives every count', () => {
	test.each([ACCOUNT_POLICY, ADDRESS_POLICY, RESET_EMAIL_POLICY, RESET_ADDRESS_POLICY])('%o', (policy) => {
		const { state } = attemptsWithin(policy, 30 * 24 * 60 * MINUTE);
		expect((state?.failures ?? 0) * policy.forgetEvery).toBeLessThanOrEqual(THROTTLE_MEMORY);
	});
});

test.each([
	[1, '1 minute'],
	[MINUTE, '1 minute'],
	[MINUTE + 1, '2 minutes'],
	[59 * MINUTE, '59 minutes'],
	[60 * MINUTE, '1 heure'],
	[61 * MINUTE, '2 heures'],
])('%d ms is said « %s »', (wait, words) => expect(waitWords(wait)).toBe(words));
