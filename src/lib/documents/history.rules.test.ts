import { expect, test } from 'vitest';
import { readMoment, startOf, writeMoment } from './history.rules.ts';

const at = (text: string): string | null => {
	const moment = readMoment(text);
	return moment?.kind === 'instant' ? moment.at.toISOString() : null;
};

test('an address says now, a version or an instant, and the same is written back', () => {
	const id = '0190a000-0000-7000-8000-000000000000';
	expect(readMoment('maintenant')).toEqual({ kind: 'now' });
	expect(readMoment(id)).toEqual({ kind: 'version', id });
	for (const text of ['maintenant', id, '2026-11-22T10:00:00.000Z'])
		expect(writeMoment(readMoment(text)!)).toBe(text);
});

test.each([
	['2026-11-22T10:00Z', '2026-11-22T10:00:00.000Z'],
	['2026-11-22T10:00:05+01:00', '2026-11-22T09:00:05.000Z'],
	['2026-11-22T10:00:05.25Z', '2026-11-22T10:00:05.250Z'],
])('the instant %s is %s', (text, instant) => expect(at(text)).toBe(instant));

test.each([
	['a day of winter', '2026-01-15', '2026-01-14T23:00:00.000Z', '2026-01-15T22:59:59.999Z'],
	['a day of summer', '2026-07-15', '2026-07-14T22:00:00.000Z', '2026-07-15T21:59:59.999Z'],
	['the day of 23 hours of March', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
	['the day of 25 hours of October', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
	['29 February', '2028-02-29', '2028-02-28T23:00:00.000Z', '2028-02-29T22:59:59.999Z'],
	['31 December', '2026-12-31', '2026-12-30T23:00:00.000Z', '2026-12-31T22:59:59.999Z'],
])('%s begins and ends in France', (_name, day, first, last) => {
	expect(startOf(day).toISOString()).toBe(first);
	expect(at(day)).toBe(last);
});

test.each([
	'2026-13-01',
	'2026-00-10',
	'2026-01-00',
	'2026-02-30',
	'2026-02-29',
	'2026-04-31',
	'2026-01-32',
	'0000-01-01',
	'9999-12-31',
	'2026-13-01T10:00Z',
	'2026-02-30T10:00Z',
	'2026-01-01T25:00Z',
	'2026-01-01T10:00+99:99',
	'9999-12-31T23:00-23:00',
	'2026-1-1',
	'22/11/2026',
	'hier',
	'',
	'2026-11-22T10:00',
])('« %s » is no moment', (text) => expect(readMoment(text)).toBeNull());
