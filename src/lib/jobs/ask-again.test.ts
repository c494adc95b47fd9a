import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askAgain } from './ask-again.ts';

const EVERY = 1_000;
const atOnce = () => Promise.resolve();

/** Something that is asked for, and ends when the test says so. */
function held() {
	const ends: (() => void)[] = [];
	return {
		ends,
		ask: () => new Promise<void>((end) => ends.push(end)),
	};
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks nothing while the last answer is on its way, then asks again', async () => {
	const { ask, ends } = held();
	const stop = askAgain({ ask, when: atOnce, everyMs: EVERY });
	await vi.advanceTimersByTimeAsync(EVERY * 10);
	expect(ends).toHaveLength(1);
	ends[0]?.();
	await vi.advanceTimersByTimeAsync(EVERY - 1);
	expect(ends).toHaveLength(1);
	await vi.advanceTimersByTimeAsync(1);
	expect(ends).toHaveLength(2);
	stop();
});

it('waits while a page is being opened, and asks nothing when it is left meanwhile', async () => {
	const opening = held();
	const { ask, ends } = held();
	const stop = askAgain({ ask, when: opening.ask, everyMs: EVERY });
	await vi.advanceTimersByTimeAsync(EVERY * 10);
	expect(ends).toHaveLength(0);
	stop();
	opening.ends[0]?.();
	await vi.advanceTimersByTimeAsync(EVERY * 10);
	expect(ends).toHaveLength(0);
	expect(opening.ends).toHaveLength(1);
});
