const DAY_MS = 86_400_000;

/** ISO day so many days after `day`; negative for before. */
export function daysAfter(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** First day of the month so many months after that of `day`. */
export function firstOfMonth(day: string, months: number): string {
	const date = new Date(`${day}T00:00:00Z`);
	return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)).toISOString().slice(0, 10);
}

/** Last day of the month so many months after that of `day`. */
export function endOfMonth(day: string, months: number): string {
	return daysAfter(firstOfMonth(day, months + 1), -1);
}

/** The middle of an ISO day, when everybody in France is on the same one. */
export function noonOf(day: string): Date {
	return new Date(`${day}T11:00:00Z`);
}

/** The instant at which the `nth` thing of a day happens (from 0): from half past nine in winter on, half an hour apart. */
export function workingTime(day: string, nth: number): Date {
	return new Date(Date.parse(`${day}T08:30:00Z`) + nth * 1_800_000);
}
