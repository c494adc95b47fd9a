import { afterAll, expect, vi } from 'vitest';

// Files share their process: a clock that one of them leaves stopped would stop the next.
afterAll(() => {
	const isStopped = vi.isFakeTimers();
	vi.useRealTimers();
	vi.unstubAllGlobals();
	expect(isStopped, 'the file leaves the clock stopped').toBe(false);
});
