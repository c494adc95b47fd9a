import type { InternValues } from './intern.rules.ts';

/** An arrival, as its reader may read it. */
export interface ArrivalLine extends Pick<
	InternValues,
	'level' | 'semester' | 'studyYear' | 'site' | 'placementKind' | 'communeCode' | 'startsOn' | 'endsOn'
> {
	id: string;
	/** Null when the name is not the reader's to read. */
	name: string | null;
	communeName: string;
}

/** Arrivals of a commune, by month of the calendar. */
export interface ArrivalRow {
	code: string;
	name: string;
	counts: number[];
	total: number;
}

/** Twelve months of arrivals: by month and commune, and one after the other. */
export interface ArrivalCalendar {
	/** `2026-11`: the first month; and what the neighbouring calendars begin with. */
	from: string;
	previous: string;
	next: string;
	/** `2026-11`… */
	months: string[];
	rows: ArrivalRow[];
	lines: ArrivalLine[];
	/** Whether the reader keeps the records: names lead to them. */
	keeps: boolean;
}
