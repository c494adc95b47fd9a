import { addDays } from '#lib/ui/days.ts';

/** A day to keep in mind: an all-day event of a calendar. */
export interface CalendarDay {
	/** Stable: the same day read again replaces itself. */
	uid: string;
	/** ISO day. */
	day: string;
	title: string;
	/** Lines. */
	note: string;
	url: string;
}

/** RFC 5545 §3.1: a line holds at most 75 octets, without its end. */
const LINE_OCTETS = 75;

/**
 * Days as an iCalendar file (RFC 5545).
 * @param now the instant of the export, for DTSTAMP
 */
export function calendarOf(calendar: {
	name: string;
	/** What of Terrimed makes it, for PRODID. */
	part?: string;
	days: readonly CalendarDay[];
	now: Date;
}): string {
	const stamp = calendar.now.toISOString().replace(/[-:]|\.\d{3}/g, '');
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		`PRODID:-//Terrimed//${calendar.part ?? 'Plan d’action'}//FR`,
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		`X-WR-CALNAME:${escapeText(calendar.name)}`,
		...calendar.days.flatMap((day) => eventLines(day, stamp)),
		'END:VCALENDAR',
	];
	return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

function eventLines({ uid, day, title, note, url }: CalendarDay, stamp: string): string[] {
	return [
		'BEGIN:VEVENT',
		`UID:${uid}`,
		`DTSTAMP:${stamp}`,
		`DTSTART;VALUE=DATE:${compact(day)}`,
		`DTEND;VALUE=DATE:${compact(addDays(day, 1))}`,
		`SUMMARY:${escapeText(title)}`,
		...(note === '' ? [] : [`DESCRIPTION:${escapeText(note)}`]),
		`URL:${url}`,
		'TRANSP:TRANSPARENT',
		'END:VEVENT',
	];
}

/** A text as a value: commas, semicolons, backslashes and line breaks escaped, other controls left out (§3.3.11). */
export function escapeText(text: string): string {
	return [
		...text
			.replace(/\r\n?/g, '\n')
			.replace(/[\\;,]/g, (found) => `\\${found}`)
			.replaceAll('\n', '\\n'),
	]
		.filter((character) => character >= ' ' && character !== '\u007f')
		.join('');
}

/** A line cut where it is too long, never inside a character; what follows begins with a space (§3.1). */
export function foldLine(line: string): string {
	const encoder = new TextEncoder();
	let folded = '';
	let octets = 0;
	for (const character of line) {
		const length = encoder.encode(character).length;
		if (octets + length > LINE_OCTETS) {
			folded += '\r\n ';
			octets = 1;
		}
		folded += character;
		octets += length;
	}
	return folded;
}

function compact(day: string): string {
	return day.replaceAll('-', '');
}
