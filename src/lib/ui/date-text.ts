import { addDays, addMonths, daysInMonth, isoOf, weekday } from './days.ts';
import { fold } from './fold.ts';

/** Dates as people type and read them in French. Values between components are ISO days (`2027-03-31`), without hour or zone. */

const monthNames = [
	'janvier',
	'février',
	'mars',
	'avril',
	'mai',
	'juin',
	'juillet',
	'août',
	'septembre',
	'octobre',
	'novembre',
	'décembre',
] as const;

export type ParsedDate = { ok: true; iso: string } | { ok: false; message: string };

const howToWrite = 'Écrivez une date, par exemple 31/03/2027.';

/** Two typed digits of a year are of this century: the committee plans, it keeps no birth dates. */
function fullYear(text: string): number {
	return text.length <= 2 ? 2000 + Number(text) : Number(text);
}

function monthOf(text: string): number {
	if (/^\d+$/.test(text)) return Number(text);
	const wanted = fold(text.replace(/\.$/, ''));
	return monthNames.findIndex((name) => wanted.length >= 3 && fold(name).startsWith(wanted)) + 1;
}

function readParts(text: string): { year: number; month: number; day: number } | null {
	const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
	if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
	const typed = /^(\d{1,2})(?:er)?[\s/.-]+(\d{1,2}|\p{L}+\.?)[\s/.-]+(\d{2}|\d{4})$/iu.exec(text);
	if (!typed) return null;
	const [, day = '', month = '', year = ''] = typed;
	return { day: Number(day), month: monthOf(month), year: fullYear(year) };
}

/** Reads `31/03/2027`, `31-3-27`, `31 mars 2027` or `2027-03-31`; otherwise the sentence that says what is wrong. */
export function parseDateText(text: string): ParsedDate {
	const parts = readParts(text.trim());
	if (!parts || parts.month < 1 || parts.month > 12 || parts.day < 1 || parts.year < 1900) {
		return { ok: false, message: howToWrite };
	}
	const last = daysInMonth(parts.year, parts.month);
	if (parts.day > last) {
		const month = monthNames[parts.month - 1] ?? '';
		const name = `${month.charAt(0).toLocaleUpperCase('fr')}${month.slice(1)}`;
		return { ok: false, message: `${name} ${parts.year} n’a que ${last} jours. Vérifiez le jour.` };
	}
	return { ok: true, iso: isoOf(parts) };
}

/** `2027-03-31` → `31/03/2027`, as typed; anything else comes back as it is. */
export function typedDate(iso: string): string {
	const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
	return match ? `${match[3]}/${match[2]}/${match[1]}` : iso;
}

/** Made once: a format costs a hundred times what it is used for, and a plan writes hundreds of dates. */
const LONG = new Intl.DateTimeFormat('fr-FR', {
	weekday: 'long',
	day: 'numeric',
	month: 'long',
	year: 'numeric',
	timeZone: 'UTC',
});
const SHORT = new Intl.DateTimeFormat('fr-FR', {
	day: 'numeric',
	month: 'short',
	year: 'numeric',
	timeZone: 'UTC',
});
const MONTH = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' });

function formatted(iso: string, format: Intl.DateTimeFormat): string {
	const time = Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
	if (Number.isNaN(time)) return '';
	return format
		.format(time)
		.replace(/(^|\s)1(?=\s\p{L})/u, '$11er')
		.replace(/(\d(?:er)?) (?=\p{L})/u, '$1\u00a0');
}

/** In sentences: « mardi 1er décembre 2026 ». */
export function longDate(iso: string): string {
	return formatted(iso, LONG);
}

/** In tables: « 1er déc. 2026 ». */
export function shortDate(iso: string): string {
	return formatted(iso, SHORT);
}

const CLOCK = new Intl.DateTimeFormat('fr-FR', {
	hour: 'numeric',
	minute: '2-digit',
	timeZone: 'Europe/Paris',
});

/** What a clock in France shows: « 9 h 05 ». */
export function clockTime(at: Date): string {
	const [hour = '', minute = ''] = CLOCK.format(at).split(':');
	return `${Number(hour)}\u00a0h\u00a0${minute}`;
}

/** « novembre 2026 ». */
export function monthTitle(iso: string): string {
	return formatted(iso, MONTH);
}

/** The weeks a calendar shows for the month of a day: whole weeks from Monday, days of the neighbouring months included. */
export function monthGrid(iso: string): string[][] {
	const first = `${iso.slice(0, 7)}-01`;
	const start = addDays(first, -weekday(first));
	const next = addMonths(first, 1);
	const weeks: string[][] = [];
	for (let day = start; day < next; day = addDays(day, 7)) {
		weeks.push(Array.from({ length: 7 }, (_, index) => addDays(day, index)));
	}
	return weeks;
}

/** Today on this device's clock. */
export function todayOnDevice(now: Date = new Date()): string {
	return isoOf({ year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() });
}
