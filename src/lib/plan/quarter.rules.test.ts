import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber, dayOfNumber, nextQuarter, quarterOf, timelineQuarters } from './quarter.rules.ts';

const anyDay = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2199-12-31') }).map(dayOfNumber);

describe('quarters', () => {
	test.each([
		['2026-01-01', 2026, 1, '2026-01-01', '2026-04-01'],
		['2026-03-31', 2026, 1, '2026-01-01', '2026-04-01'],
		['2026-11-21', 2026, 4, '2026-10-01', '2027-01-01'],
		['2028-02-29', 2028, 1, '2028-01-01', '2028-04-01'],
	])('%s is in %i, %i', (day, year, number, startsOn, endsBefore) => {
		expect(quarterOf(day)).toEqual({ year, number, startsOn, endsBefore });
	});

	test('each day is in its quarter, and the next begins where it ends', () => {
		fc.assert(
			fc.property(anyDay, (day) => {
				const quarter = quarterOf(day);
				expect(day >= quarter.startsOn && day < quarter.endsBefore).toBe(true);
				expect(nextQuarter(quarter).startsOn).toBe(quarter.endsBefore);
				expect(dayOfNumber(dayNumber(day))).toBe(day);
			}),
		);
	});
});

describe('the timeline', () => {
	test('goes from today to the end of 2030 without an action', () => {
		const quarters = timelineQuarters([], '2026-11-21');
		expect(quarters[0]?.startsOn).toBe('2026-10-01');
		expect(quarters.at(-1)?.endsBefore).toBe('2031-01-01');
		expect(quarters).toHaveLength(17);
	});

	test('goes back to the first action and on to the last', () => {
		const quarters = timelineQuarters(['2026-02-10', '2032-05-01'], '2026-11-21');
		expect(quarters[0]?.startsOn).toBe('2026-01-01');
		expect(quarters.at(-1)?.endsBefore).toBe('2032-07-01');
	});

	test('whatever people write, it holds today, is without gaps, and stays short', () => {
		fc.assert(
			fc.property(fc.array(anyDay), fc.integer({ min: 2024, max: 2060 }), (days, year) => {
				const today = `${year}-11-21`;
				const quarters = timelineQuarters(days, today);
				expect(quarters.some(({ startsOn, endsBefore }) => startsOn <= today && today < endsBefore)).toBe(
					true,
				);
				expect(quarters.length).toBeLessThanOrEqual(60);
				for (const [index, quarter] of quarters.slice(1).entries()) {
					expect(quarters[index]?.endsBefore).toBe(quarter.startsOn);
				}
			}),
		);
	});
});
