import { describe, expect, test } from 'vitest';
import { COMPUTATIONS, FORMULAS, type Computation } from './computation.rules.ts';
import type { Facts } from './fact.rules.ts';
import { forecastOn } from './forecast.rules.ts';
import type { Definition } from './indicator.rules.ts';
import { expectedOn } from './path.rules.ts';
import { parsePeriod } from './period.rules.ts';
import { judge } from './status.rules.ts';

/** The same edges for each rule: no value, one value, a zero baseline, a falling target, a correction, a leap day, half-years. */
const RISING: Definition = {
	...{ name: 'Indicateur', proposition: 5, unit: '%', direction: 'up', formula: '', source: '' },
	...{
		frequency: 'quarterly',
		watchFrom: 5,
		lateFrom: 25,
		isPublic: false,
		ownerId: null,
		computation: null,
	},
	baseline: { on: '2025-12-31', value: 20 },
	targets: [{ on: '2027-12-31', value: 80 }],
};
const FROM_ZERO: Definition = { ...RISING, baseline: { on: '2025-12-31', value: 0 } };
const FALLING: Definition = {
	...{ ...RISING, direction: 'down', baseline: { on: '2025-12-31', value: 80 } },
	targets: [{ on: '2027-12-31', value: 20 }],
};
const LEAP: Definition = {
	...{ ...RISING, frequency: 'monthly', baseline: { on: '2028-01-31', value: 0 } },
	targets: [{ on: '2028-03-31', value: 60 }],
};
const HALF: Definition = { ...RISING, frequency: 'half-yearly' };

describe('path and status', () => {
	test.each<[string, Definition, { period: string; value: number } | null, number | null, string]>([
		['no value', RISING, null, null, 'no-data'],
		['one value, on the path', RISING, { period: '2026-T4', value: 50 }, 50, 'on-path'],
		['one value, under it', RISING, { period: '2026-T4', value: 41 }, 50, 'at-risk'],
		['zero baseline, still zero', FROM_ZERO, { period: '2026-T4', value: 0 }, 40, 'off-path'],
		['zero baseline, zero asked', FROM_ZERO, { period: '2025-T4', value: 0 }, 0, 'stale'],
		['falling, on the path', FALLING, { period: '2026-T4', value: 50 }, 50, 'on-path'],
		['falling, above it', FALLING, { period: '2026-T4', value: 59 }, 50, 'at-risk'],
		['falling, to the target', FALLING, { period: '2026-T4', value: 20 }, 50, 'reached'],
		['falling, the wrong way', FALLING, { period: '2026-T4', value: 95 }, 50, 'off-path'],
		['before its correction', RISING, { period: '2026-T4', value: 5 }, 50, 'off-path'],
		['corrected', RISING, { period: '2026-T4', value: 55 }, 50, 'on-path'],
		['a month that ends on a leap day', LEAP, { period: '2028-02', value: 29 }, 29, 'on-path'],
		['the first half of a year', HALF, { period: '2026-S1', value: 35 }, 34.88, 'stale'],
		['the second half of a year', HALF, { period: '2026-S2', value: 36 }, 50, 'at-risk'],
	])('%s', (_case, definition, last, expected, status) => {
		const today = last?.period.startsWith('2028') === true ? '2028-03-20' : '2027-04-20';
		const judged = judge(definition, last, today);
		expect(judged.status).toBe(status);
		if (expected === null) expect(judged.expected).toBeNull();
		else expect(judged.expected).toBeCloseTo(expected, 1);
		const end = parsePeriod(last?.period ?? '')?.endsOn;
		if (end !== undefined) expect(expectedOn(definition, end)).toBe(judged.expected);
	});
});

describe('the trend', () => {
	const every = (periods: readonly string[], values: readonly number[]) =>
		periods.map((period, index) => ({ period, value: values[index] ?? 0 }));
	const QUARTERS = ['2025-T1', '2025-T2', '2025-T3', '2025-T4'];
	const HALVES = ['2024-S2', '2025-S1', '2025-S2', '2026-S1'];
	/** Ends at 31 January, 29 February, 31 March and 30 April. */
	const LEAP_MONTHS = ['2028-01', '2028-02', '2028-03', '2028-04'];

	test.each([
		['no value', [], '2026-12-31'],
		['one value', every(['2025-T1'], [3]), '2026-12-31'],
		['three values', every(QUARTERS.slice(1), [1, 2, 3]), '2026-12-31'],
	])('is not told of %s', (_case, values, on) => {
		expect(forecastOn(values, on)).toBeNull();
	});

	test.each([
		['a level at zero', every(QUARTERS, [0, 0, 0, 0]), '2026-12-31', 0],
		['a level', every(QUARTERS, [7, 7, 7, 7]), '2026-12-31', 7],
		['a leap February, a day a unit', every(LEAP_MONTHS, [31, 60, 91, 121]), '2028-05-31', 152],
		['a fall, a day a unit', every(LEAP_MONTHS, [121, 92, 61, 31]), '2028-05-31', 0],
		['half-years, a day a unit', every(HALVES, [0, 181, 365, 546]), '2026-12-31', 730],
	])('of %s goes on straight', (_case, values, on, expected) => {
		const forecast = forecastOn(values, on);
		expect(forecast?.value).toBeCloseTo(expected, 6);
		expect(forecast?.high).toBeCloseTo(forecast?.low ?? Number.NaN, 5);
	});

	test('takes a correction in place of the value that it corrects', () => {
		const before = forecastOn(every(QUARTERS, [10, 20, 30, 4]), '2026-03-31');
		const after = forecastOn(every(QUARTERS, [10, 20, 30, 40]), '2026-03-31');
		expect(after?.value).toBeGreaterThan((before?.value ?? 0) + 20);
	});
});

describe('each formula over a leap day, a half-year and a year', () => {
	const FACTS: Facts = {
		doctors: [
			{
				...{ id: 'd', birthYear: 1960, practiceMode: 'liberal', placeKind: 'msp', activity: 'regular' },
				...{ departureYear: 2029, successor: 'found', hostDoctor: true, lastContactOn: '2028-02-29' },
			},
		],
		interns: [
			{
				...{ id: 'i', level: 'junior-doctor', startsOn: '2028-02-29', endsOn: '2028-02-29' },
				...{ housing: 'own', zone: 'ZIP' },
			},
			{
				...{ id: 'j', level: 'intern', startsOn: '2028-02-29', endsOn: '2028-02-29' },
				...{ housing: null, zone: 'none' },
			},
		],
		actions: [{ id: 'a', status: 'done', dueOn: '2028-02-29' }],
		communes: [{ id: 'c', population: 10, zone: 'ZAC' }],
	};
	/** On 29 February, in its month, its half-year and its year. */
	const COUNTED: Record<Computation, string> = {
		'registry-complete': '1/1',
		'doctors-kept': '1',
		'departures-without-successor': '0',
		'successors-found': '1/1',
		'doctors-followed': '1/1',
		'host-doctors': '1',
		'regular-activity': '1/1',
		'junior-doctors': '1',
		'intern-arrivals': '2',
		'interns-housed': '1/2',
		'interns-underserved': '0/1',
		'actions-on-time': '1/1',
		'actions-done': '1/1',
		'population-underserved': '10/10',
	};
	const told = (computation: Computation, key: string, day: string): string => {
		const period = parsePeriod(key);
		if (period === null) throw new Error(key);
		const { part, whole } = FORMULAS[computation].count(FACTS, { period, day });
		return whole === null ? String(part) : `${part}/${whole}`;
	};

	test.each([...COMPUTATIONS])('%s', (computation) => {
		for (const key of ['2028-02', '2028-T1', '2028-S1', '2028']) {
			expect(told(computation, key, '2028-02-29'), key).toBe(COUNTED[computation]);
		}
	});

	test('who came on the leap day is not of the next month, nor of the other half-year', () => {
		expect(told('intern-arrivals', '2028-03', '2028-03-31')).toBe('0');
		expect(told('intern-arrivals', '2028-S2', '2028-12-31')).toBe('0');
		expect(told('interns-underserved', '2028-S2', '2028-12-31')).toBe('0/0');
		expect(told('junior-doctors', '2028-S1', '2028-06-30')).toBe('0');
	});
});
