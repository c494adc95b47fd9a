import { dayNumber, dayOfNumber } from './quarter.rules.ts';

/** Dates of an action: ISO days, or null while nobody has said. */
export interface ActionDates {
	startsOn: string | null;
	dueOn: string | null;
}

/** Where an action stands on the timeline, in days since 1970; `to` is the day after the last. */
export interface TimelineBar {
	from: number;
	to: number;
	/** One of its ends is not known: the bar fades there. */
	openStart: boolean;
	openEnd: boolean;
}

/** How long a bar looks where one end is missing. */
const OPEN_DAYS = 45;

/** The bar of an action; null when it has no date. Dates the wrong way round are drawn turned, and the line says so. */
export function barOf({ startsOn, dueOn }: ActionDates): TimelineBar | null {
	if (startsOn === null && dueOn === null) return null;
	if (startsOn === null) {
		const to = dayNumber(dueOn ?? '') + 1;
		return { from: to - OPEN_DAYS, to, openStart: true, openEnd: false };
	}
	if (dueOn === null) {
		const from = dayNumber(startsOn);
		return { from, to: from + OPEN_DAYS, openStart: false, openEnd: true };
	}
	const days = [dayNumber(startsOn), dayNumber(dueOn)];
	return { from: Math.min(...days), to: Math.max(...days) + 1, openStart: false, openEnd: false };
}

/** What one has in hand: the whole bar, or one of its ends. */
export type BarPart = 'both' | 'start' | 'due';

/** The dates after a move of so many days; an end stops at the other, and what has no date keeps none. */
export function movedDates(dates: ActionDates, move: { part: BarPart; days: number }): ActionDates {
	const { startsOn, dueOn } = dates;
	const shift = (day: string | null): string | null =>
		day === null ? null : dayOfNumber(dayNumber(day) + move.days);
	if (move.part === 'both') return { startsOn: shift(startsOn), dueOn: shift(dueOn) };
	if (move.part === 'start') {
		const moved = shift(startsOn);
		return { startsOn: moved !== null && dueOn !== null && moved > dueOn ? dueOn : moved, dueOn };
	}
	const moved = shift(dueOn);
	return { startsOn, dueOn: moved !== null && startsOn !== null && moved < startsOn ? startsOn : moved };
}

/** Lines drawn beyond what is seen, so that scrolling shows no blank. */
const MARGIN = 12;

/** Lines are drawn in steps of so many: most scrolling then draws nothing. */
const STEP = 8;

/** The lines to draw, from `first` up to and without `end`, for a zone scrolled to `top`; all lengths in pixels. */
export function windowOf(zone: { top: number; height: number; line: number; count: number }): {
	first: number;
	end: number;
} {
	const step = STEP * zone.line;
	const from = Math.floor(Math.max(0, zone.top) / step) * STEP;
	const to = Math.ceil((Math.max(0, zone.top) + zone.height) / step) * STEP;
	const end = Math.min(zone.count, to + MARGIN);
	return { first: Math.max(0, Math.min(from - MARGIN, end)), end };
}
