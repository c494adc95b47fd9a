/** How many failures are free, what each one after them costs, how fast they are forgotten. In milliseconds. */
export interface ThrottlePolicy {
	/** Failures at which the first wait begins. */
	free: number;
	/** The first wait; each further failure doubles it. */
	firstWait: number;
	longestWait: number;
	/** One failure is forgotten each time this has passed. */
	forgetEvery: number;
}

export interface ThrottleState {
	failures: number;
	/** The instant from which forgetting is counted. */
	windowStartedAt: Date;
	blockedUntil: Date | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * One account: 5 attempts, then a wait of 1 minute that doubles up to 2 hours: under 25 attempts in a day, the
 * bound the CNIL gives for a password protected by waits (délibération 2022-100).
 */
export const ACCOUNT_POLICY: ThrottlePolicy = {
	free: 5,
	firstWait: MINUTE,
	longestWait: 2 * HOUR,
	forgetEvery: 2 * HOUR,
};

/**
 * One address: a town hall, a hospital, a meeting room sign in from a single one, so many failures are free and
 * soon forgotten; still, trying one password on a thousand accounts takes six days.
 */
export const ADDRESS_POLICY: ThrottlePolicy = {
	free: 60,
	firstWait: MINUTE,
	longestWait: 10 * MINUTE,
	forgetEvery: 10 * MINUTE,
};

/** Reset mails to one e-mail: one who does not see the first asks again; nobody's mailbox may be flooded. */
export const RESET_EMAIL_POLICY: ThrottlePolicy = {
	free: 3,
	firstWait: 15 * MINUTE,
	longestWait: 8 * HOUR,
	forgetEvery: 8 * HOUR,
};

/** Reset mails asked from one address: the same, against a flood over many e-mails. */
export const RESET_ADDRESS_POLICY: ThrottlePolicy = {
	free: 30,
	firstWait: 15 * MINUTE,
	longestWait: HOUR,
	forgetEvery: 20 * MINUTE,
};

/** A row untouched for this long has forgotten all: the longest of the above, some ten failures of 8 hours. */
export const THROTTLE_MEMORY = 4 * 24 * HOUR;

/** Milliseconds to wait before another attempt; 0 when one may try now. */
export function waitOf(state: ThrottleState | null, now: Date): number {
	return Math.max(0, (state?.blockedUntil?.getTime() ?? 0) - now.getTime());
}

/** The state after one more failure at `now`. */
export function afterFailure(policy: ThrottlePolicy, state: ThrottleState | null, now: Date): ThrottleState {
	const before = state === null ? fresh(now) : forget(policy, state, now);
	const failures = before.failures + 1;
	return { ...before, failures, blockedUntil: blockAfter(policy, failures, now) };
}

/** The state once an attempt that was counted as a failure turned out right: as if it had not been made. */
export function withoutFailure(state: ThrottleState): ThrottleState {
	return { ...state, failures: Math.max(0, state.failures - 1), blockedUntil: null };
}

function fresh(now: Date): ThrottleState {
	return { failures: 0, windowStartedAt: now, blockedUntil: null };
}

function forget(policy: ThrottlePolicy, state: ThrottleState, now: Date): ThrottleState {
	const forgotten = Math.floor((now.getTime() - state.windowStartedAt.getTime()) / policy.forgetEvery);
	if (forgotten >= state.failures) return fresh(now);
	const windowStartedAt = new Date(state.windowStartedAt.getTime() + forgotten * policy.forgetEvery);
	return { ...state, failures: state.failures - forgotten, windowStartedAt };
}

function blockAfter(policy: ThrottlePolicy, failures: number, now: Date): Date | null {
	if (failures < policy.free) return null;
	const wait = policy.firstWait * 2 ** Math.min(failures - policy.free, 30);
	return new Date(now.getTime() + Math.min(wait, policy.longestWait));
}

/** « 1 minute », « 12 minutes », « 2 heures »: rounded up, so that one who waits that long may try. */
export function waitWords(wait: number): string {
	const minutes = Math.max(1, Math.ceil(wait / MINUTE));
	if (minutes < 60) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
	const hours = Math.ceil(minutes / 60);
	return hours === 1 ? '1 heure' : `${hours} heures`;
}
