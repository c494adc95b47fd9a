/** Arithmetic on ISO days (`2027-03-31`), without hour or zone. */

const DAY_MS = 86_400_000;

function timeOf(day: string): number {
	return Date.parse(`${day}T00:00:00Z`);
}

export function daysInMonth(year: number, month: number): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function isoOf({ year, month, day }: { year: number; month: number; day: number }): string {
	return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function addDays(day: string, days: number): string {
	return new Date(timeOf(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of another month, or that month's last day. */
export function addMonths(iso: string, months: number): string {
	const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
	const first = new Date(Date.UTC(year, month - 1 + months, 1));
	const target = { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1 };
	return isoOf({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) });
}

/** Days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
	return Math.round((timeOf(to) - timeOf(from)) / DAY_MS);
}

/** Monday = 0. */
export function weekday(day: string): number {
	return (new Date(timeOf(day)).getUTCDay() + 6) % 7;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether `value` is a day of the calendar written `2027-03-31`, between 1900 and 2199. */
export function isDay(value: unknown): value is string {
	const parts = typeof value === 'string' ? DAY.exec(value) : null;
	if (parts === null) return false;
	const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
	if (year < 1900 || year > 2199) return false;
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
