import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber, dayOfNumber } from './quarter.rules.ts';
import { barOf, movedDates, windowOf } from './timeline.rules.ts';

const anyDay = fc.integer({ min: dayNumber('2020-01-01'), max: dayNumber('2040-12-31') }).map(dayOfNumber);
const anyDates = fc
	.record({ startsOn: fc.option(anyDay), dueOn: fc.option(anyDay) })
	.filter(({ startsOn, dueOn }) => startsOn === null || dueOn === null || startsOn <= dueOn);
const anyDays = fc.integer({ min: -400, max: 400 });

describe('bars', () => {
	test('none without a date; an end that nobody knows is open', () => {
		expect(barOf({ startsOn: null, dueOn: null })).toBeNull();
		expect(barOf({ startsOn: '2027-01-01', dueOn: null })).toMatchObject({ openStart: false, openEnd: true });
		expect(barOf({ startsOn: null, dueOn: '2027-01-01' })).toMatchObject({ openStart: true, openEnd: false });
	});

	test('the last day is in it', () => {
		const bar = barOf({ startsOn: '2027-01-01', dueOn: '2027-01-31' });
		expect((bar?.to ?? 0) - (bar?.from ?? 0)).toBe(31);
	});

	test('whatever the dates, a bar goes forwards', () => {
		fc.assert(
			fc.property(fc.option(anyDay), fc.option(anyDay), (startsOn, dueOn) => {
				const bar = barOf({ startsOn, dueOn });
				if (bar !== null) expect(bar.to).toBeGreaterThan(bar.from);
			}),
		);
	});
});

describe('moving', () => {
	test.each([
		['both', 31, '2027-02-01', '2027-03-03'],
		['start', 10, '2027-01-11', '2027-01-31'],
		['start', 100, '2027-01-31', '2027-01-31'],
		['due', -100, '2027-01-01', '2027-01-01'],
		['due', 28, '2027-01-01', '2027-02-28'],
	] as const)('%s by %i days', (part, days, startsOn, dueOn) => {
		expect(movedDates({ startsOn: '2027-01-01', dueOn: '2027-01-31' }, { part, days })).toEqual({
			startsOn,
			dueOn,
		});
	});

	test('the whole bar keeps its length, and comes back', () => {
		fc.assert(
			fc.property(anyDates, anyDays, (dates, days) => {
				const moved = movedDates(dates, { part: 'both', days });
				const [before, after] = [barOf(dates), barOf(moved)];
				expect((after?.to ?? 0) - (after?.from ?? 0)).toBe((before?.to ?? 0) - (before?.from ?? 0));
				expect(movedDates(moved, { part: 'both', days: -days })).toEqual(dates);
			}),
		);
	});

	test('no move turns the dates round, nor gives one that was not there', () => {
		fc.assert(
			fc.property(anyDates, fc.constantFrom('both', 'start', 'due'), anyDays, (dates, part, days) => {
				const { startsOn, dueOn } = movedDates(dates, { part, days });
				expect([startsOn === null, dueOn === null]).toEqual([dates.startsOn === null, dates.dueOn === null]);
				if (startsOn !== null && dueOn !== null) expect(startsOn <= dueOn).toBe(true);
			}),
		);
	});
});

test('what is seen is always drawn, and little more', () => {
	const zone = fc.record({
		top: fc.integer({ min: -50, max: 30_000 }),
		height: fc.integer({ min: 100, max: 2000 }),
		line: fc.constantFrom(34, 40, 52),
		count: fc.integer({ min: 0, max: 600 }),
	});
	fc.assert(
		fc.property(zone, ({ top, height, line, count }) => {
			const { first, end } = windowOf({ top, height, line, count });
			for (let index = 0; index < count; index += 1) {
				const seen = (index + 1) * line > top && index * line < top + height;
				if (seen) expect(index >= first && index < end).toBe(true);
			}
			expect(end - first).toBeLessThanOrEqual(Math.ceil(height / line) + 42);
		}),
	);
});
