import { describe, expect, it } from 'vitest';
import { clockTime, longDate, monthGrid, parseDateText, shortDate, typedDate } from './date-text.ts';
import { addDays, addMonths } from './days.ts';

describe('parseDateText', () => {
	it.each([
		['31/03/2027', '2027-03-31'],
		[' 1/3/27 ', '2027-03-01'],
		['31-3-2027', '2027-03-31'],
		['31.03.2027', '2027-03-31'],
		['31 mars 2027', '2027-03-31'],
		['1er déc. 2026', '2026-12-01'],
		['15 AOUT 2026', '2026-08-15'],
		['29/02/2028', '2028-02-29'],
		['2027-03-31', '2027-03-31'],
	])('reads %s', (text, iso) => {
		expect(parseDateText(text)).toEqual({ ok: true, iso });
	});

	it('says how many days the month has', () => {
		expect(parseDateText('31/02/2027')).toEqual({
			ok: false,
			message: 'Février 2027 n’a que 28 jours. Vérifiez le jour.',
		});
	});

	it.each(['', 'demain', '31/13/2027', '0/3/2027', '31/03', '12 ma 2027', '31/03/27 à midi'])(
		'says how to write instead of %s',
		(text) => {
			expect(parseDateText(text)).toMatchObject({
				ok: false,
				message: expect.stringContaining('31/03/2027'),
			});
		},
	);
});

describe('dates as read', () => {
	it('writes the first of a month as 1er', () => {
		expect(longDate('2026-12-01')).toBe('mardi 1er\u00a0décembre 2026');
		expect(shortDate('2026-12-01')).toBe('1er\u00a0déc. 2026');
		expect(shortDate('2026-12-11')).toBe('11\u00a0déc. 2026');
	});

	it('shows a value as one types it', () => {
		expect(typedDate('2027-03-31')).toBe('31/03/2027');
		expect(typedDate('')).toBe('');
	});
});

describe('calendar', () => {
	it('keeps to the last day of a shorter month', () => {
		expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
		expect(addMonths('2027-01-15', -1)).toBe('2026-12-15');
	});

	it('crosses the change of hour without losing a day', () => {
		expect(addDays('2027-03-27', 2)).toBe('2027-03-29');
	});

	it('shows whole weeks from Monday', () => {
		const weeks = monthGrid('2026-11-19');
		expect(weeks[0]?.[0]).toBe('2026-10-26');
		expect(weeks.at(-1)?.[6]).toBe('2026-12-06');
		expect(weeks.every((week) => week.length === 7)).toBe(true);
	});
});

it('shows the hour of a clock in France, without a leading zero', () => {
	expect(clockTime(new Date('2026-11-22T08:05:00Z'))).toBe('9\u00a0h\u00a005');
	expect(clockTime(new Date('2026-07-01T22:30:00Z'))).toBe('0\u00a0h\u00a030');
});
