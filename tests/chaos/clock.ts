import { createSystemClock } from '#server/collaboration/adapters/system-clock.ts';
import type { Clock } from '#server/collaboration/ports/clock.ts';

/** The machine's clock with an error that can be changed while everything runs. Timers do not see it, as in life. */
export interface ShiftedClock extends Clock {
	shift(milliseconds: number): void;
}

export function createShiftedClock(): ShiftedClock {
	const system = createSystemClock();
	let error = 0;
	return {
		...system,
		now: () => system.now() + error,
		shift: (milliseconds) => void (error = milliseconds),
	};
}
