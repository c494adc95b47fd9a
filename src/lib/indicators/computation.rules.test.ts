import { describe, expect, test } from 'vitest';
import { COMPUTATIONS, countedInWords, FORMULAS, outcomeOf, type Computation } from './computation.rules.ts';
import type { ActionFacts, CommuneFacts, DoctorFacts, Facts, InternFacts } from './fact.rules.ts';
import { parsePeriod } from './period.rules.ts';

const NONE: Facts = { doctors: [], interns: [], actions: [], communes: [] };
let made = 0;
const id = (): string => `row-${(made += 1)}`;
const doctor = (facts: Partial<DoctorFacts> = {}): DoctorFacts => ({
	...{ id: id(), birthYear: 1958, practiceMode: null, placeKind: null, activity: null },
	...{ departureYear: null, successor: null, hostDoctor: null, lastContactOn: null, ...facts },
});
const intern = (facts: Partial<InternFacts> = {}): InternFacts => ({
	...{ id: id(), level: 'intern', startsOn: '2026-11-02', endsOn: '2027-04-30', housing: null, zone: null },
	...facts,
});
const action = (status: ActionFacts['status'], dueOn: string | null): ActionFacts => ({
	id: id(),
	status,
	dueOn,
});
const commune = (population: number, zone: CommuneFacts['zone']): CommuneFacts => ({
	id: id(),
	population,
	zone,
});
const at = (key: string, day: string) => ({ period: parsePeriod(key)!, day });
const S2 = at('2026-S2', '2026-11-22');
const counted = (computation: Computation, facts: Partial<Facts>, moment = S2) => {
	const { part, whole } = FORMULAS[computation].count({ ...NONE, ...facts }, moment);
	return whole === null ? part : `${part}/${whole}`;
};

test.each([...COMPUTATIONS])('%s of nothing is nothing, or zero when it is a number', (computation) => {
	const formula = FORMULAS[computation];
	const outcome = outcomeOf(formula, formula.count(NONE, S2));
	expect(outcome).toEqual(formula.unit === 'nombre' ? { kind: 'value', value: 0 } : { kind: 'nothing' });
});

describe('doctors', () => {
	test.each([
		[1961, 1],
		[1962, 0],
		[1946, 1],
		[1945, 0],
	])('born in %i, kept in practice in 2026: %i', (birthYear, part) => {
		expect(counted('doctors-kept', { doctors: [doctor({ birthYear, activity: 'occasional' })] })).toBe(part);
		expect(counted('doctors-kept', { doctors: [doctor({ birthYear })] })).toBe(0);
	});

	test.each([
		[2025, null, 0, '0/0'],
		[2026, null, 1, '0/1'],
		[2029, 'sought', 1, '0/1'],
		[2030, null, 0, '0/0'],
		[2027, 'found', 0, '1/1'],
		[null, null, 0, '0/0'],
	] as const)('leaves in %s, successor %s', (departureYear, successor, without, found) => {
		const doctors = [doctor({ departureYear, successor })];
		expect(counted('departures-without-successor', { doctors })).toBe(without);
		expect(counted('successors-found', { doctors })).toBe(found);
	});

	test('complete, followed, host, regular', () => {
		const doctors = [
			doctor({ practiceMode: 'liberal', placeKind: 'msp', activity: 'regular', hostDoctor: true }),
			doctor({ practiceMode: 'liberal', lastContactOn: '2026-02-29', hostDoctor: false }),
			doctor({ placeKind: 'msp', activity: 'occasional' }),
		];
		expect(counted('registry-complete', { doctors })).toBe('1/3');
		expect(counted('doctors-followed', { doctors })).toBe('1/3');
		expect(counted('host-doctors', { doctors })).toBe(1);
		expect(counted('regular-activity', { doctors })).toBe('1/2');
	});
});

describe('interns', () => {
	test.each([
		['2026-07-01', 1],
		['2026-06-30', 0],
		['2026-12-31', 1],
		['2027-01-01', 0],
	])('who starts on %s arrives in the second half of 2026: %i', (startsOn, part) => {
		const interns = [intern({ startsOn, endsOn: '2027-06-30' })];
		expect(counted('intern-arrivals', { interns })).toBe(part);
	});

	test('a leap day is a day of its period', () => {
		const interns = [intern({ startsOn: '2028-02-29', endsOn: '2028-02-29', level: 'junior-doctor' })];
		expect(counted('intern-arrivals', { interns }, at('2028-02', '2028-02-29'))).toBe(1);
		expect(counted('junior-doctors', { interns }, at('2028-02', '2028-02-29'))).toBe(1);
		expect(counted('junior-doctors', { interns }, at('2028-03', '2028-03-01'))).toBe(0);
	});

	test('housing counts when it is there to stay; zones count when somebody has said them', () => {
		const interns = [
			intern({ housing: 'found', zone: 'ZIP' }),
			intern({ housing: 'temporary', zone: 'none' }),
			intern({ housing: null }),
			intern({ housing: 'own', zone: 'ZAC', level: 'extern' }),
			intern({ startsOn: '2026-05-04', endsOn: '2026-07-01', zone: 'ZV' }),
			intern({ startsOn: '2026-05-04', endsOn: '2026-06-30', zone: 'ZIP' }),
		];
		expect(counted('interns-housed', { interns })).toBe('2/4');
		expect(counted('interns-underserved', { interns })).toBe('1/3');
	});
});

test('actions: what is due on the day counts, what has no date does not', () => {
	const actions = [
		action('done', '2026-11-22'),
		action('late', '2026-11-21'),
		action('done', '2026-11-23'),
		action('done', null),
		action('proposed', null),
	];
	expect(counted('actions-on-time', { actions })).toBe('1/2');
	expect(counted('actions-done', { actions })).toBe('3/5');
});

test('population: a commune of which nobody has said the zone is on neither side', () => {
	const communes = [commune(1_000, 'ZIP'), commune(500, 'ZAC'), commune(2_500, 'none'), commune(9_000, null)];
	expect(counted('population-underserved', { communes })).toBe('1500/4000');
	expect(counted('population-underserved', { communes: [commune(9_000, null)] })).toBe('0/0');
});

describe('the figure', () => {
	const share = FORMULAS['registry-complete'];
	const number = FORMULAS['host-doctors'];
	const plan = FORMULAS['actions-done'];
	test.each([
		[share, 5, 10, { kind: 'value', value: 50 }],
		[share, 10, 30, { kind: 'value', value: 33 }],
		[share, 20, 30, { kind: 'value', value: 67 }],
		[share, 18, 24, { kind: 'value', value: 80 }],
		[share, 18, 23, { kind: 'value', value: 80 }],
		[share, 0, 30, { kind: 'value', value: 0 }],
		[share, 30, 30, { kind: 'value', value: 100 }],
		[share, 4, 30, { kind: 'few' }],
		[share, 26, 30, { kind: 'few' }],
		[share, 3, 3, { kind: 'few' }],
		[share, 0, 0, { kind: 'nothing' }],
		[number, 4, null, { kind: 'few' }],
		[number, 5, null, { kind: 'value', value: 5 }],
		[number, 13, null, { kind: 'value', value: 15 }],
		[number, 14, null, { kind: 'value', value: 15 }],
		[number, 0, null, { kind: 'value', value: 0 }],
		[plan, 1, 3, { kind: 'value', value: 33.33 }],
	] as const)('%o: %i of %s', (formula, part, whole, outcome) => {
		expect(outcomeOf(formula, { rows: [], part, whole })).toEqual(outcome);
	});

	test('is told in words', () => {
		expect(countedInWords({ part: 1_500, whole: 4_000 }, { isRounded: false })).toBe(
			'1\u00a0500 sur 4\u00a0000',
		);
		expect(countedInWords({ part: 10, whole: null }, { isRounded: true })).toBe('environ 10');
	});
});
