export type Timer = object | number;

export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	setTimeout(run: () => void, milliseconds: number): Timer;
	clearTimeout(timer: Timer): void;
	/** Runs after the input at hand has been read, without waiting: what gathers the work of one turn. */
	defer(run: () => void): void;
	/** Runs in about a millisecond: when those who were answered in this turn have had the time to send more. */
	shortly(run: () => void): void;
}
