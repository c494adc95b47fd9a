import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '#lib/ui/days.ts';
import {
	dueOn,
	FREQUENCIES,
	inPeriod,
	lastEndedPeriod,
	latestPeriods,
	parsePeriod,
	periodLabel,
	periodOf,
	shiftPeriod,
	shortPeriodLabel,
} from './period.rules.ts';

describe('a period by its key', () => {
	test.each([
		['2026-11', '2026-11-01', '2026-11-30', 'novembre 2026', 'en novembre 2026', 'nov. 26'],
		['2028-02', '2028-02-01', '2028-02-29', 'février 2028', 'en février 2028', 'févr. 28'],
		['2100-02', '2100-02-01', '2100-02-28', 'février 2100', 'en février 2100', 'févr. 00'],
		['2026-T1', '2026-01-01', '2026-03-31', '1er trimestre 2026', 'au 1er trimestre 2026', 'T1 2026'],
		['2028-T1', '2028-01-01', '2028-03-31', '1er trimestre 2028', 'au 1er trimestre 2028', 'T1 2028'],
		['2026-T4', '2026-10-01', '2026-12-31', '4e trimestre 2026', 'au 4e trimestre 2026', 'T4 2026'],
		['2026-S1', '2026-01-01', '2026-06-30', '1er semestre 2026', 'au 1er semestre 2026', 'S1 2026'],
		['2026-S2', '2026-07-01', '2026-12-31', '2e semestre 2026', 'au 2e semestre 2026', 'S2 2026'],
		['2026', '2026-01-01', '2026-12-31', 'année 2026', 'en 2026', '2026'],
	])('%s', (key, startsOn, endsOn, label, phrase, short) => {
		const period = parsePeriod(key)!;
		expect(period).toMatchObject({ key, startsOn, endsOn });
		expect([periodLabel(period), inPeriod(period), shortPeriodLabel(period)]).toEqual([label, phrase, short]);
	});

	test.each([
		'',
		'2026-13',
		'2026-00',
		'2026-T5',
		'2026-T0',
		'2026-S3',
		'26',
		'2026-1',
		'2026-11-01',
		' 2026',
	])('« %s » is none', (key) => expect(parsePeriod(key)).toBeNull());
});

const day = fc
	.integer({ min: daysBetween('1970-01-01', '1950-01-01'), max: daysBetween('1970-01-01', '2150-12-31') })
	.map((days) => addDays('1970-01-01', days));
const frequency = fc.constantFrom(...FREQUENCIES);

describe('laws', () => {
	test('each day is in exactly one period of a rhythm, which its key gives back', () => {
		fc.assert(
			fc.property(frequency, day, (rhythm, on) => {
				const period = periodOf(rhythm, on);
				expect(period.startsOn <= on && on <= period.endsOn).toBe(true);
				expect(parsePeriod(period.key)).toEqual(period);
				expect(addDays(period.endsOn, 1)).toBe(shiftPeriod(period, 1).startsOn);
			}),
		);
	});

	test('going some periods on and back comes to the same; keys sort as time goes', () => {
		fc.assert(
			fc.property(frequency, day, fc.integer({ min: -40, max: 40 }), (rhythm, on, count) => {
				const period = periodOf(rhythm, on);
				const there = shiftPeriod(period, count);
				expect(shiftPeriod(there, -count)).toEqual(period);
				expect(Math.sign(there.key < period.key ? -1 : there.key > period.key ? 1 : 0)).toBe(
					Math.sign(count),
				);
			}),
		);
	});
});

test('a value is expected until thirty days after the end', () => {
	expect(dueOn(parsePeriod('2026-T4')!)).toBe('2027-01-30');
	expect(dueOn(parsePeriod('2028-01')!)).toBe('2028-03-01');
});

test('the latest period that has ended, and those of a grid', () => {
	expect(lastEndedPeriod('quarterly', '2026-11-22').key).toBe('2026-T3');
	expect(lastEndedPeriod('yearly', '2027-01-01').key).toBe('2026');
	expect(latestPeriods('half-yearly', '2026-11-22', 3).map(({ key }) => key)).toEqual([
		'2025-S2',
		'2026-S1',
		'2026-S2',
	]);
});
