import type { Names } from '#lib/registries/field.rules.ts';
import type { Filter } from '#lib/registries/filter.rules.ts';
import { HORIZON_END } from './senior-doctor.rules.ts';
import type { Sharing } from './senior-doctor.values.rules.ts';

/** Departures of one year; `year` null for those without a date. */
export interface HorizonYear {
	year: number | null;
	declared: number;
	estimated: number;
	unknown: number;
}

/** What departures are told apart by, beside the year. */
export const HORIZON_GROUPINGS = ['epci', 'commune', 'specialty', 'department'] as const;
export type HorizonGrouping = (typeof HORIZON_GROUPINGS)[number];

export const HORIZON_GROUPING_LABEL: Record<HorizonGrouping, string> = {
	epci: 'Par EPCI',
	commune: 'Par commune',
	specialty: 'Par spécialité',
	department: 'Par département de la région',
};

export interface HorizonGroup {
	code: string;
	label: string;
	years: HorizonYear[];
}

/** What the page of the horizon works with, as the server sends it. */
export interface HorizonPage {
	today: string;
	circle: Sharing;
	by: HorizonGrouping;
	filters: Filter[];
	names: Names;
	horizon: HorizonYear[];
	groups: HorizonGroup[];
}

/** A bar of the chart, or a column of the table: departures of a year, or of what has none. */
export interface HorizonBar {
	label: string;
	/** Null for what is past, later than the horizon, or without a date. */
	year: number | null;
	declared: number;
	estimated: number;
	unknown: number;
	count: number;
}

const PAST = 'Passé';
const LATER = 'Après';
export const UNDATED = 'Sans date';

/** Each year from this one to the end of the horizon, always; what is past or later only where there is some; what has no date last. */
export function horizonBars(horizon: readonly HorizonYear[], thisYear: number): HorizonBar[] {
	const sum = (kept: (year: number | null) => boolean): Omit<HorizonBar, 'label' | 'year'> => {
		const own = horizon.filter(({ year }) => kept(year));
		const of = (key: 'declared' | 'estimated' | 'unknown'): number =>
			own.reduce((total, one) => total + one[key], 0);
		const [declared, estimated, unknown] = [of('declared'), of('estimated'), of('unknown')];
		return { declared, estimated, unknown, count: declared + estimated + unknown };
	};
	const past = sum((year) => year !== null && year < thisYear);
	const later = sum((year) => year !== null && year > HORIZON_END);
	const years = Array.from({ length: Math.max(0, HORIZON_END - thisYear + 1) }, (_, nth) => thisYear + nth);
	return [
		...(past.count > 0 ? [{ label: PAST, year: null, ...past }] : []),
		...years.map((year) => ({ label: String(year), year, ...sum((one) => one === year) })),
		...(later.count > 0 ? [{ label: LATER, year: null, ...later }] : []),
		{ label: UNDATED, year: null, ...sum((year) => year === null) },
	];
}
