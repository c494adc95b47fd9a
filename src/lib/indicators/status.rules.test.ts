import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksMistyped, definitionFaults, type Definition } from './indicator.rules.ts';
import { INDICATOR_CATALOGUE } from './indicator.catalogue.ts';
import { expectedOn, wayLength } from './path.rules.ts';
import { forecastOn, kept } from './forecast.rules.ts';
import { parsePeriod } from './period.rules.ts';
import { judge, nextPeriod } from './status.rules.ts';

const ROOT: Definition = {
	name: 'Maîtres de stage universitaires',
	proposition: 1,
	unit: 'nombre',
	direction: 'up',
	formula: 'nombre de MSU agréés',
	source: 'université',
	frequency: 'quarterly',
	baseline: { on: '2025-06-30', value: 96 },
	targets: [{ on: '2027-06-30', value: 140 }],
	watchFrom: 5,
	lateFrom: 25,
	isPublic: false,
	ownerId: null,
	computation: null,
};
const FALLING: Definition = {
	...ROOT,
	direction: 'down',
	baseline: { on: '2025-12-31', value: 71 },
	targets: [{ on: '2027-12-31', value: 30 }],
};
const FROM_ZERO: Definition = {
	...ROOT,
	baseline: { on: '2025-12-31', value: 0 },
	targets: [{ on: '2026-12-31', value: 40 }],
};
const TO_ZERO: Definition = {
	...FALLING,
	baseline: { on: '2025-12-31', value: 130 },
	targets: [{ on: '2026-12-31', value: 0 }],
};
const HELD: Definition = {
	...ROOT,
	baseline: { on: '2025-12-31', value: 100 },
	targets: [{ on: '2026-12-31', value: 100 }],
};
const NO_BASELINE: Definition = {
	...ROOT,
	baseline: null,
	targets: [
		{ on: '2026-06-30', value: 10 },
		{ on: '2026-12-31', value: 20 },
	],
};
const TODAY = '2026-11-22';

describe('the path', () => {
	test.each<[string, Definition, string, number | null]>([
		['before the baseline', ROOT, '2025-06-29', null],
		['on the baseline', ROOT, '2025-06-30', 96],
		['half way', ROOT, '2026-06-30', 118],
		['after the last target', ROOT, '2030-01-01', 140],
		['without a baseline, before the first target', NO_BASELINE, '2026-06-29', null],
		['without a baseline, on the first target', NO_BASELINE, '2026-06-30', 10],
		['without a target', { ...ROOT, targets: [] }, '2026-06-30', null],
		[
			'a leap day is a day',
			{ ...ROOT, baseline: { on: '2028-02-28', value: 0 }, targets: [{ on: '2028-03-01', value: 2 }] },
			'2028-02-29',
			1,
		],
	])('%s', (_name, definition, day, expected) => expect(expectedOn(definition, day)).toBe(expected));

	test('stays between the points around it, and its length is never zero', () => {
		const value = fc.integer({ min: -1000, max: 1000 });
		fc.assert(
			fc.property(value, value, fc.integer({ min: 0, max: 730 }), (from, to, days) => {
				const path = {
					baseline: { on: '2026-01-01', value: from },
					targets: [{ on: '2028-01-01', value: to }],
				};
				const on = new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
				const expected = expectedOn(path, on)!;
				expect(expected).toBeGreaterThanOrEqual(Math.min(from, to));
				expect(expected).toBeLessThanOrEqual(Math.max(from, to));
				expect(wayLength(path)).toBeGreaterThan(0);
			}),
		);
	});
});

describe('the status', () => {
	test.each<[string, Definition, { period: string; value: number } | null, string]>([
		['no value', ROOT, null, 'no-data'],
		['one value on the path', ROOT, { period: '2026-T2', value: 118 }, 'on-path'],
		['a little under', ROOT, { period: '2026-T2', value: 116.5 }, 'on-path'],
		['under', ROOT, { period: '2026-T2', value: 112 }, 'at-risk'],
		['far under', ROOT, { period: '2026-T2', value: 100 }, 'off-path'],
		['beyond the last target', ROOT, { period: '2026-T2', value: 141 }, 'reached'],
		['a falling target, on the path', FALLING, { period: '2026-T3', value: 50 }, 'on-path'],
		['a falling target, above', FALLING, { period: '2026-T3', value: 62 }, 'at-risk'],
		['a falling target, far above', FALLING, { period: '2026-T3', value: 71 }, 'off-path'],
		['a falling target, reached', FALLING, { period: '2026-T3', value: 30 }, 'reached'],
		['from zero, still at zero', FROM_ZERO, { period: '2026-T3', value: 0 }, 'off-path'],
		['from zero, on the path', FROM_ZERO, { period: '2026-T3', value: 30 }, 'on-path'],
		['to zero, on the path', TO_ZERO, { period: '2026-T3', value: 33 }, 'on-path'],
		['to zero, reached', TO_ZERO, { period: '2026-T3', value: 0 }, 'reached'],
		['to be held, lost', HELD, { period: '2026-T3', value: 60 }, 'off-path'],
		['to be held, held', HELD, { period: '2026-T3', value: 100 }, 'reached'],
		['no target', { ...ROOT, targets: [] }, { period: '2026-T3', value: 1 }, 'no-path'],
		['before the path begins', NO_BASELINE, { period: '2026-T1', value: 1 }, 'stale'],
		['a value of last year', ROOT, { period: '2025-T4', value: 130 }, 'stale'],
		[
			'a half-year period',
			{ ...ROOT, frequency: 'half-yearly' },
			{ period: '2026-S1', value: 118 },
			'on-path',
		],
		[
			'a yearly one of the year before',
			{ ...ROOT, frequency: 'yearly' },
			{ period: '2025', value: 107 },
			'on-path',
		],
	])('%s', (_name, definition, last, status) => {
		expect(judge(definition, last, TODAY).status).toBe(status);
	});

	test.each<[string, Definition, { period: string; value: number } | null, string]>([
		['no value', ROOT, null, 'Aucune valeur n’a encore été saisie.'],
		[
			'under',
			ROOT,
			{ period: '2026-T2', value: 112 },
			'112 au 2e trimestre 2026, pour un repère de 118\u00a0: 6 sous le repère, soit 13,6\u00a0% du chemin.',
		],
		[
			'above a falling target',
			FALLING,
			{ period: '2026-T3', value: 62 },
			'62 au 3e trimestre 2026, pour un repère de 55,7\u00a0: 6,3 au-dessus du repère, soit 15,4\u00a0% du chemin.',
		],
		[
			'reached',
			ROOT,
			{ period: '2026-T2', value: 140 },
			'140 au 2e trimestre 2026\u00a0: la cible de 140 est atteinte.',
		],
		[
			'stale',
			ROOT,
			{ period: '2026-T1', value: 118 },
			'Non mis à jour depuis le 31 mars 2026\u00a0: la dernière valeur ne dit plus où l’on en est.',
		],
	])('says why: %s', (_name, definition, last, sentence) => {
		const day = last?.period === '2026-T1' ? '2026-12-01' : TODAY;
		expect(judge(definition, last, day).sentence).toBe(sentence);
	});

	test('turns stale sixty days after the missing value was due, and not before', () => {
		const last = { period: '2026-T1', value: 118 };
		// The second quarter was due on 30 July 2026.
		expect(judge(ROOT, last, '2026-09-28').status).not.toBe('stale');
		expect(judge(ROOT, last, '2026-09-29').status).toBe('stale');
	});

	test('the value expected next', () => {
		expect(nextPeriod('quarterly', '2026-T4', TODAY).key).toBe('2027-T1');
		expect(nextPeriod('quarterly', null, TODAY).key).toBe('2026-T3');
		// The rhythm was changed since: the old period says nothing of the next one.
		expect(nextPeriod('quarterly', '2025', TODAY).key).toBe('2026-T3');
	});
});

describe('the trend', () => {
	const straight = [1, 2, 3, 4].map((quarter) => ({ period: `2025-T${quarter}`, value: 0 }));
	for (const one of straight) {
		const end = Date.parse(`${parsePeriod(one.period)!.endsOn}T00:00:00Z`);
		one.value = (end - Date.UTC(2025, 0, 1)) / 86_400_000;
	}

	test('is not told of fewer than four values, nor of a day that has a value', () => {
		expect(forecastOn(straight.slice(1), '2026-12-31')).toBeNull();
		expect(forecastOn(straight, '2025-12-31')).toBeNull();
	});

	test('a straight line goes on straight, without an interval', () => {
		const forecast = forecastOn(straight, '2026-12-31')!;
		expect(forecast.value).toBeCloseTo(729, 6);
		expect(forecast.high - forecast.low).toBeCloseTo(0, 6);
	});

	test('the order of the values and a missing period change nothing to the line', () => {
		const more = [...straight, { period: '2026-T2', value: straight[3]!.value + 181 }];
		expect(forecastOn(more.toReversed(), '2026-12-31')).toEqual(forecastOn(more, '2026-12-31'));
		expect(forecastOn(more, '2026-12-31')!.value).toBeCloseTo(729, 6);
	});

	test('scattered values have an interval around their line', () => {
		const values = [10, 14, 11, 15].map((value, index) => ({ period: `2025-T${index + 1}`, value }));
		const forecast = forecastOn(values, '2026-12-31')!;
		expect(forecast.low).toBeLessThan(forecast.value);
		expect(forecast.value - forecast.low).toBeCloseTo(forecast.high - forecast.value, 9);
	});

	test.each([
		['a share of a whole stops at 100 %', '%', [0, 63, 80], [0, 100, 100]],
		['a growth that has passed 100 % does not', '%', [0, 130], [0, 144, 163]],
		['a count stops at zero and goes on upwards', 'médecins', [12, 40], [0, 144, 163]],
		['what has been negative may be again', 'points', [-3, 4], [-20, 144, 163]],
	] as const)('%s', (_, unit, known, [low, value, high]) => {
		const raw = { on: '2027-12-31', value: 144, low: -20, high: 163 };
		expect(kept(raw, { unit, known })).toEqual({ on: '2027-12-31', value, low, high });
	});
});

test.each([
	[120, 112, false],
	[1120, 112, true],
	[11, 112, true],
	[0, 112, false],
	[50, 0, false],
	[50, null, false],
])('%d after %s looks mistyped: %s', (value, previous, expected) => {
	expect(looksMistyped(value, previous)).toBe(expected);
});

test('a path goes forward', () => {
	expect(definitionFaults(ROOT)).toEqual({});
	expect(definitionFaults({ ...ROOT, targets: NO_BASELINE.targets.toReversed() })).toHaveProperty('targets');
	expect(definitionFaults({ ...ROOT, targets: [{ on: '2025-06-30', value: 1 }] })).toHaveProperty('targets');
	expect(definitionFaults({ ...ROOT, watchFrom: 25 })).toHaveProperty('lateFrom');
	expect(definitionFaults({ ...ROOT, computation: 'host-doctors' })).toEqual({});
	expect(definitionFaults({ ...ROOT, computation: 'actions-done' })).toHaveProperty('computation');
});

test('the catalogue holds the 45 suggested indicators, each with all that a definition needs', () => {
	expect(INDICATOR_CATALOGUE).toHaveLength(45);
	for (const { definition } of INDICATOR_CATALOGUE) {
		expect(definitionFaults(definition)).toEqual({});
		expect([definition.formula, definition.source]).not.toContain('');
	}
});
