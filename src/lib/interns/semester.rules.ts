import { addDays } from '#lib/ui/days.ts';

/** The two semesters of a year of internship: from 1 May to 31 October, and from 1 November to 30 April. */
export interface Semester {
	/** `2026-05` or `2026-11`: what an address says. */
	code: string;
	/** ISO days, both included. */
	startsOn: string;
	endsOn: string;
}

/** A course as its dates tell it: ISO days, both included. */
export interface Course {
	startsOn: string;
	endsOn: string;
}

/** How a course goes through a semester; null when it does not touch it. */
export type Passage =
	/** Begins in this semester. */
	| 'arrives'
	/** Was there before, and ends in this semester. */
	| 'leaves'
	/** Was there before, and goes on after. */
	| 'stays';

/**
 * Days around 1 May and 1 November within which a course belongs to the semester that it is meant for: the first working day is a few days
 * after the first of the month, and the last one a few days before or after its end.
 */
export const BORDER_DAYS = 7;

const CODE = /^(\d{4})-(05|11)$/;

/** The semester of a code, or null: `2026-11` runs from 1 November 2026 to 30 April 2027. */
export function parseSemester(code: string): Semester | null {
	const [, year, month] = CODE.exec(code) ?? [];
	if (year === undefined || month === undefined) return null;
	const next = String(Number(year) + 1).padStart(4, '0');
	return month === '05'
		? { code, startsOn: `${year}-05-01`, endsOn: `${year}-10-31` }
		: { code, startsOn: `${year}-11-01`, endsOn: `${next}-04-30` };
}

/** The semester that an ISO day is in. */
export function semesterOf(day: string): Semester {
	const year = Number(day.slice(0, 4));
	const month = Number(day.slice(5, 7));
	if (month >= 5 && month <= 10) return semester(year, '05');
	return semester(month >= 11 ? year : year - 1, '11');
}

/** The semester `count` after this one; a negative count goes back. */
export function semesterAfter({ code }: Semester, count = 1): Semester {
	const halves = Number(code.slice(0, 4)) * 2 + (code.endsWith('11') ? 1 : 0) + count;
	return semester(Math.floor(halves / 2), halves % 2 === 0 ? '05' : '11');
}

/** The semester that a course which begins on this day is meant for: some begin a few days before the first of the month. */
export function arrivalSemester(startsOn: string): Semester {
	return semesterOf(addDays(startsOn, BORDER_DAYS));
}

/** The semester in which a course that ends on this day is over: some end a few days after the first of the next one. */
export function departureSemester(endsOn: string): Semester {
	return semesterOf(addDays(endsOn, -BORDER_DAYS));
}

/** How a course goes through a semester. Who comes and goes within one arrives in it. */
export function passageIn({ startsOn, endsOn }: Course, { code }: Semester): Passage | null {
	const first = arrivalSemester(startsOn).code;
	if (first >= code) return first === code ? 'arrives' : null;
	const last = departureSemester(endsOn).code;
	if (last === code) return 'leaves';
	return last < code ? null : 'stays';
}

/** « novembre 2026 ». */
export function semesterWords({ code }: Semester): string {
	return `${code.endsWith('11') ? 'novembre' : 'mai'} ${code.slice(0, 4)}`;
}

/** « Semestre de novembre 2026 ». */
export function semesterTitle(one: Semester): string {
	return `Semestre de ${semesterWords(one)}`;
}

/** « nov. 2026 », as a chart has room for. */
export function shortSemester({ code }: Semester): string {
	return `${code.endsWith('11') ? 'nov.' : 'mai'} ${code.slice(0, 4)}`;
}

/** « 1er novembre »: the day on which everybody comes. */
export function semesterDay({ code }: Semester): string {
	return `1er\u00a0${code.endsWith('11') ? 'novembre' : 'mai'}`;
}

function semester(year: number, month: '05' | '11'): Semester {
	const found = parseSemester(`${String(year).padStart(4, '0')}-${month}`);
	if (found === null) throw new RangeError(`no semester in the year ${year}`);
	return found;
}
