import { isDay } from '#lib/ui/days.ts';
import { dayNumber, dayOfNumber, nextQuarter, quarterOf } from '#lib/plan/quarter.rules.ts';
import { longDate, parseDateText } from '#lib/ui/date-text.ts';
import { addDays } from '#lib/ui/days.ts';

/** What a mark of the slider is: the space was opened, the committee adopted a text, the reader closed a review, a quarter ended. */
export type MarkKind = 'opened' | 'adopted' | 'review' | 'quarter';

/** A day of the life of a plan that one comes back to. */
export interface Mark {
	/** ISO day. */
	day: string;
	kind: MarkKind;
	/** « Plan adopté », « Votre revue ». */
	label: string;
}

/** The life of a plan, from the opening of its space to today. */
export interface Timeline {
	/** ISO days, both included. */
	from: string;
	until: string;
	/** One for each day that has some, the earliest first. */
	marks: Mark[];
}

/** Which of two marks of one day gives it its form. */
const WEIGHT: Record<MarkKind, number> = { review: 3, adopted: 2, opened: 1, quarter: 0 };

/** The slider's life of a plan; what falls outside of it is left out, and the ends of quarters are added. */
export function timelineOf(life: { openedOn: string; today: string; marks: readonly Mark[] }): Timeline {
	const { openedOn: from, today: until } = life;
	const byDay = new Map<string, Mark>();
	const opening: Mark = { day: from, kind: 'opened', label: 'Ouverture' };
	for (const mark of [opening, ...life.marks]) {
		const known = byDay.get(mark.day);
		if (mark.day < from || mark.day > until) continue;
		byDay.set(mark.day, known === undefined ? mark : joined(known, mark));
	}
	for (const mark of quarterEnds(from, until)) if (!byDay.has(mark.day)) byDay.set(mark.day, mark);
	return { from, until, marks: [...byDay.values()].sort((one, other) => (one.day < other.day ? -1 : 1)) };
}

function joined(one: Mark, other: Mark): Mark {
	const kind = WEIGHT[one.kind] >= WEIGHT[other.kind] ? one.kind : other.kind;
	const labels = one.label === other.label ? [one.label] : [one.label, other.label];
	return { day: one.day, kind, label: labels.join(', ') };
}

function quarterEnds(from: string, until: string): Mark[] {
	const marks: Mark[] = [];
	for (let quarter = quarterOf(from); quarter.endsBefore <= until; quarter = nextQuarter(quarter)) {
		marks.push({
			day: addDays(quarter.endsBefore, -1),
			kind: 'quarter',
			label: `Fin du T${quarter.number} ${quarter.year}`,
		});
	}
	return marks;
}

/** Where a day stands on the slider, in percent of its length. */
export function placeOf({ from, until }: Timeline, day: string): number {
	const whole = dayNumber(until) - dayNumber(from);
	if (whole <= 0) return 100;
	const place = ((dayNumber(day) - dayNumber(from)) / whole) * 100;
	return Math.min(100, Math.max(0, place));
}

/** How many days a slider counts, and which one is at a number of them. */
export function daysOf({ from, until }: Timeline): number {
	return dayNumber(until) - dayNumber(from);
}

export function dayAt({ from }: Timeline, offset: number): string {
	return dayOfNumber(dayNumber(from) + offset);
}

/** A day within the life of the plan: itself, or the nearest end. */
export function within({ from, until }: Timeline, day: string): string {
	if (day < from) return from;
	return day > until ? until : day;
}

/** How near a mark draws the slider, in hundredths of its length: a finger is wide. */
const PULL = 1.5;

/** The nearest mark when the hand is close to it; else the day itself. */
export function snapped(timeline: Timeline, day: string): string {
	const place = placeOf(timeline, day);
	const near = timeline.marks
		.map((mark) => ({ day: mark.day, gap: Math.abs(placeOf(timeline, mark.day) - place) }))
		.filter(({ gap }) => gap <= PULL)
		.sort((one, other) => one.gap - other.gap);
	return near[0]?.day ?? day;
}

/** The mark before a day, or the one after it; the end of the slider when there is none. */
export function nextMark(timeline: Timeline, day: string, direction: 1 | -1): string {
	const { marks, from, until } = timeline;
	if (direction === 1) return marks.find((mark) => mark.day > day)?.day ?? until;
	return marks.findLast((mark) => mark.day < day)?.day ?? from;
}

/** A day as the slider says it: « mardi 30 juin 2026, votre revue ». */
export function dayInWords({ marks, until }: Timeline, day: string): string {
	const mark = marks.find((one) => one.day === day);
	const told = [longDate(day)];
	if (day === until) told.push('aujourd’hui');
	if (mark !== undefined) told.push(mark.label.charAt(0).toLowerCase() + mark.label.slice(1));
	return told.join(', ');
}

/** The marks whose words fit under the slider, the weightier and the later first, each `room` percent from the next. */
export function labelledMarks(timeline: Timeline, room: number): ReadonlySet<string> {
	const inOrder = timeline.marks
		.map((mark) => ({ mark, place: placeOf(timeline, mark.day) }))
		.sort((one, other) => WEIGHT[other.mark.kind] - WEIGHT[one.mark.kind] || other.place - one.place);
	const kept: { day: string; place: number }[] = [];
	for (const { mark, place } of inOrder) {
		if (kept.every((one) => Math.abs(one.place - place) >= room)) kept.push({ day: mark.day, place });
	}
	return new Set(kept.map(({ day }) => day));
}

/** A day as an address or somebody typed it (`2026-03-31`, `31/03/2026`); null when it is none. */
export function readDay(text: string | null): string | null {
	const parsed = parseDateText(text ?? '');
	return parsed.ok && isDay(parsed.iso) ? parsed.iso : null;
}
