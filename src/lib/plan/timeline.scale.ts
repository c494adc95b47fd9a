import { dayNumber, type Quarter } from './quarter.rules.ts';

/** Height of a line of the timeline, in pixels. */
export const LINE = 40;

/** Days to pixels. */
export interface TimelineScale {
	quarters: readonly Quarter[];
	pixelsPerDay: number;
	/** Width of the whole time, in pixels. */
	width: number;
	/** Distance of a day from the first, in pixels. */
	at: (day: number) => number;
}

export function timelineScale(quarters: readonly Quarter[], pixelsPerDay: number): TimelineScale {
	const first = dayNumber(quarters[0]?.startsOn ?? '1970-01-01');
	const end = dayNumber(quarters.at(-1)?.endsBefore ?? '1970-01-01');
	return {
		quarters,
		pixelsPerDay,
		width: Math.round((end - first) * pixelsPerDay),
		at: (day) => Math.round((day - first) * pixelsPerDay),
	};
}
