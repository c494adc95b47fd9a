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

/** The instant so many days (and hours) before another. */
export function before(instant: Date, days: number, hours = 0): Date {
	return new Date(instant.getTime() - days * DAY_MS - hours * 3_600_000);
}

/** The middle of an ISO day, when everybody in France is on the same one. */
export function noonOf(day: string): Date {
	return new Date(`${day}T11:00:00Z`);
}
