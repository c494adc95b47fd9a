import { expect, test } from 'vitest';
import { daysAfter, endOfMonth, firstOfMonth } from './calendar.ts';

test.each([
	['2026-11-22', -2, '2026-09-01', '2026-09-30'],
	['2026-11-22', 2, '2027-01-01', '2027-01-31'],
	['2027-01-31', 1, '2027-02-01', '2027-02-28'],
	['2028-01-31', 1, '2028-02-01', '2028-02-29'],
	['2026-12-31', 0, '2026-12-01', '2026-12-31'],
])('from %s, %i months away', (day, months, first, last) => {
	expect(firstOfMonth(day, months)).toBe(first);
	expect(endOfMonth(day, months)).toBe(last);
});

test('days over the end of a year', () => {
	expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
	expect(daysAfter('2027-01-01', -1)).toBe('2026-12-31');
});
