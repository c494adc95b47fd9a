/** A quarter of a year, by the days that bound it. */
export interface Quarter {
	year: number;
	/** 1 to 4. */
	number: number;
	/** First day (ISO). */
	startsOn: string;
	/** First day of the next quarter (ISO). */
	endsBefore: string;
}

const DAY_MS = 86_400_000;

/** The plan is looked at as far as this year, and further when an action goes further. */
const LAST_YEAR = 2030;

/** An action written for 1950 or 2150 by mistake must not stretch the timeline for everybody. */
const MOST_YEARS_BACK = 3;
const MOST_YEARS_ON = 10;

/** Days since 1970 of an ISO day: a number that one may add to. */
export function dayNumber(day: string): number {
	return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

/** The ISO day of a number of days since 1970. */
export function dayOfNumber(number: number): string {
	return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** The quarter that holds a day. */
export function quarterOf(day: string): Quarter {
	const year = Number(day.slice(0, 4));
	return quarterFrom(year, Math.ceil(Number(day.slice(5, 7)) / 3));
}

/** The quarter that follows. */
export function nextQuarter({ year, number }: Quarter): Quarter {
	return number === 4 ? quarterFrom(year + 1, 1) : quarterFrom(year, number + 1);
}

/**
 * The quarters of the timeline: from the first day of the actions, or today's, to the end of 2030 or the last day of
 * the actions; days far out of any plan are left outside.
 * @param days ISO days of the actions, in any order
 */
export function timelineQuarters(days: readonly string[], today: string): Quarter[] {
	const thisYear = Number(today.slice(0, 4));
	const earliest = `${thisYear - MOST_YEARS_BACK}-01-01`;
	const latest = `${Math.max(LAST_YEAR, thisYear + MOST_YEARS_ON)}-12-31`;
	const inside = days.filter((day) => day >= earliest && day <= latest);
	const first = [...inside, today].reduce((left, right) => (left < right ? left : right));
	const last = [...inside, today, `${LAST_YEAR}-12-31`].reduce((left, right) =>
		left > right ? left : right,
	);
	const quarters: Quarter[] = [];
	for (let quarter = quarterOf(first); quarter.startsOn <= last; quarter = nextQuarter(quarter)) {
		quarters.push(quarter);
	}
	return quarters;
}

function quarterFrom(year: number, number: number): Quarter {
	const monthOf = (quarter: number): string => String(quarter * 3 - 2).padStart(2, '0');
	return {
		year,
		number,
		startsOn: `${year}-${monthOf(number)}-01`,
		endsBefore: number === 4 ? `${year + 1}-01-01` : `${year}-${monthOf(number + 1)}-01`,
	};
}
