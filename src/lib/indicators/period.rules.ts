import { addDays } from '#lib/ui/days.ts';

/** How often an indicator is told, and the periods of each rhythm. */
export const FREQUENCIES = ['monthly', 'quarterly', 'half-yearly', 'yearly'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export const FREQUENCY_LABEL: Record<Frequency, string> = {
	monthly: 'par mois',
	quarterly: 'par trimestre',
	'half-yearly': 'par semestre',
	yearly: 'par an',
};

const MONTHS: Record<Frequency, number> = { monthly: 1, quarterly: 3, 'half-yearly': 6, yearly: 12 };

/** A value is expected this many days after the end of its period: the time that sources take to answer. */
const ENTRY_DAYS = 30;

/** A period by its key: `2026-11`, `2026-T4`, `2026-S2` or `2026`. Keys of one rhythm sort as time goes. */
export interface Period {
	key: string;
	frequency: Frequency;
	/** First and last day (ISO), both included. */
	startsOn: string;
	endsOn: string;
}

const KEY = /^((?:19|20|21)\d\d)(?:-(0[1-9]|1[0-2])|-T([1-4])|-S([12]))?$/;

/** The rhythm that a key is of, or null when it is none: for long lists, whose days nobody needs. */
export function frequencyOf(key: string): Frequency | null {
	const found = KEY.exec(key);
	if (found === null) return null;
	const [, , month, quarter, half] = found;
	return month ? 'monthly' : quarter ? 'quarterly' : half ? 'half-yearly' : 'yearly';
}

/** The period of a key, or null when it is none. */
export function parsePeriod(key: string): Period | null {
	const frequency = frequencyOf(key);
	const found = KEY.exec(key);
	if (found === null || frequency === null) return null;
	const [, year, month, quarter, half] = found;
	return periodAt(frequency, { year: Number(year), place: Number(month ?? quarter ?? half ?? 1) });
}

/** The period of that rhythm which holds a day (ISO). */
export function periodOf(frequency: Frequency, day: string): Period {
	const month = Number(day.slice(5, 7));
	return periodAt(frequency, {
		year: Number(day.slice(0, 4)),
		place: Math.ceil(month / MONTHS[frequency]),
	});
}

/** The period so many periods later; earlier when `count` is negative. */
export function shiftPeriod(period: Period, count: number): Period {
	const inYear = 12 / MONTHS[period.frequency];
	const index = Number(period.startsOn.slice(0, 4)) * inYear + placeOf(period) - 1 + count;
	return periodAt(period.frequency, {
		year: Math.floor(index / inYear),
		place: (index % inYear) + 1,
	});
}

/** The last day on which the value of a period is expected. */
export function dueOn(period: Period): string {
	return addDays(period.endsOn, ENTRY_DAYS);
}

/** The latest period of that rhythm that had ended before the day. */
export function lastEndedPeriod(frequency: Frequency, today: string): Period {
	return shiftPeriod(periodOf(frequency, today), -1);
}

/** The last `count` periods that a grid shows on that day, the earliest first: those ended, then the one under way. */
export function latestPeriods(frequency: Frequency, today: string, count: number): Period[] {
	const current = periodOf(frequency, today);
	return Array.from({ length: count }, (_, index) => shiftPeriod(current, index - count + 1));
}

/** « novembre 2026 », « 4e trimestre 2026 », « 1er semestre 2026 », « année 2026 ». */
export function periodLabel({ key, frequency, startsOn }: Period): string {
	const year = key.slice(0, 4);
	if (frequency === 'yearly') return `année ${year}`;
	if (frequency === 'monthly') return `${MONTH_NAMES[Number(startsOn.slice(5, 7)) - 1]} ${year}`;
	const place = Number(key.slice(-1));
	const ordinal = place === 1 ? '1er' : `${place}e`;
	return `${ordinal} ${frequency === 'quarterly' ? 'trimestre' : 'semestre'} ${year}`;
}

/** In a sentence: « en novembre 2026 », « au 4e trimestre 2026 », « en 2026 ». */
export function inPeriod(period: Period): string {
	if (period.frequency === 'yearly') return `en ${period.key}`;
	return `${period.frequency === 'monthly' ? 'en' : 'au'} ${periodLabel(period)}`;
}

/** For a narrow place: « nov. 26 », « T4 2026 », « S2 2026 », « 2026 ». */
export function shortPeriodLabel({ key, frequency, startsOn }: Period): string {
	const year = key.slice(0, 4);
	if (frequency === 'yearly') return year;
	if (frequency === 'monthly') return `${SHORT_MONTHS[Number(startsOn.slice(5, 7)) - 1]} ${year.slice(2)}`;
	return `${key.slice(5)} ${year}`;
}

const MONTH_NAMES = [
	...['janvier', 'février', 'mars', 'avril', 'mai', 'juin'],
	...['juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
];
const SHORT_MONTHS = [
	...['janv.', 'févr.', 'mars', 'avril', 'mai', 'juin'],
	...['juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
];

/** 1 for the first of its year. */
function placeOf({ frequency, startsOn }: Period): number {
	return Math.ceil(Number(startsOn.slice(5, 7)) / MONTHS[frequency]);
}

function periodAt(frequency: Frequency, at: { year: number; place: number }): Period {
	const length = MONTHS[frequency];
	const firstMonth = (at.place - 1) * length;
	const dayOf = (month: number, day: number): string =>
		new Date(Date.UTC(at.year, month, day)).toISOString().slice(0, 10);
	return {
		key: `${at.year}${suffixOf(frequency, at.place)}`,
		frequency,
		startsOn: dayOf(firstMonth, 1),
		endsOn: dayOf(firstMonth + length, 0),
	};
}

function suffixOf(frequency: Frequency, place: number): string {
	if (frequency === 'yearly') return '';
	if (frequency === 'monthly') return `-${String(place).padStart(2, '0')}`;
	return `-${frequency === 'quarterly' ? 'T' : 'S'}${place}`;
}
