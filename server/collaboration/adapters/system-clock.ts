import type { Clock } from '../ports/clock.ts';

/** The machine's clock. Timers do not keep the process alive: sockets do. */
export function createSystemClock(): Clock {
	return {
		now: () => Date.now(),
		setTimeout: (run, milliseconds) => setTimeout(run, milliseconds).unref(),
		clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
		defer: (run) => void setImmediate(run),
		// Not unref'd: what waits for it is to be written.
		shortly: (run) => void setTimeout(run, 1),
	};
}
