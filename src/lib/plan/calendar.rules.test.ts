import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarOf, escapeText, foldLine, type CalendarDay } from './calendar.rules.ts';

const NOW = new Date('2026-11-21T09:30:00.123Z');
const DAY: CalendarDay = {
	uid: 'a@terrimed',
	day: '2027-12-31',
	title: '5.3 Rencontrer, écouter; noter',
	note: 'Chef de file\u00a0: URPS\nStatut',
	url: 'https://exemple.test/64/plan/5-3',
};

/** What a reader of the file does first. */
const unfold = (text: string): string => text.replaceAll('\r\n ', '');
const unescape = (text: string): string =>
	text.replace(/\\(.)/g, (_found, character: string) => (character === 'n' ? '\n' : character));

test('a calendar of one day', () => {
	expect(unfold(calendarOf({ name: 'Plan du 64', days: [DAY], now: NOW })).split('\r\n')).toEqual([
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Terrimed//Plan d’action//FR',
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		'X-WR-CALNAME:Plan du 64',
		'BEGIN:VEVENT',
		'UID:a@terrimed',
		'DTSTAMP:20261121T093000Z',
		'DTSTART;VALUE=DATE:20271231',
		'DTEND;VALUE=DATE:20280101',
		'SUMMARY:5.3 Rencontrer\\, écouter\\; noter',
		'DESCRIPTION:Chef de file\u00a0: URPS\\nStatut',
		'URL:https://exemple.test/64/plan/5-3',
		'TRANSP:TRANSPARENT',
		'END:VEVENT',
		'END:VCALENDAR',
		'',
	]);
});

describe('any text', () => {
	const text = fc.string({ unit: 'binary', maxLength: 400 }).map((one) => one.toWellFormed());

	test('comes back as it was, but for its controls', () => {
		fc.assert(
			fc.property(text, (one) => {
				const kept = [...one.replace(/\r\n?/g, '\n')]
					.filter((character) => character === '\n' || (character >= ' ' && character !== '\u007f'))
					.join('');
				expect(unescape(escapeText(one))).toBe(kept);
			}),
		);
	});

	test('makes no line longer than 75 octets, nor cuts a character', () => {
		fc.assert(
			fc.property(text, (one) => {
				const line = `SUMMARY:${escapeText(one)}`;
				const folded = foldLine(line);
				for (const piece of folded.split('\r\n')) {
					expect(new TextEncoder().encode(piece).length).toBeLessThanOrEqual(75);
				}
				expect(unfold(folded)).toBe(line);
			}),
		);
	});

	test('adds no property of its own', () => {
		fc.assert(
			fc.property(text, (one) => {
				const made = calendarOf({ name: one, days: [{ ...DAY, title: one, note: one }], now: NOW });
				const names = unfold(made)
					.split('\r\n')
					.map((line) => /^[A-Z-]+/.exec(line)?.[0]);
				expect(names.filter((name) => name === 'BEGIN')).toHaveLength(2);
				expect(names.filter((name) => name === 'URL')).toHaveLength(1);
			}),
		);
	});
});
