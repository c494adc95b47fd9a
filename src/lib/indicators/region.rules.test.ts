import { describe, expect, test } from 'vitest';
import { findCatalogueIndicator } from './indicator.catalogue.ts';
import type { CurrentValue } from './indicator.view.ts';
import {
	columnSummary,
	mapClasses,
	medianOf,
	rankOf,
	regionColumn,
	type RegionDepartment,
	type RegionIndicator,
} from './region.rules.ts';
import { regionDelays, regionSentence } from './region.delay.rules.ts';
import { chosenProposition } from './region.view.rules.ts';

const TODAY = '2026-11-22';
const found = (code: string) => findCatalogueIndicator(code)!;
const value = (period: string, number: number): CurrentValue => ({
	...{ id: period, period, value: number, state: 'validated', source: '', comment: '', version: 1 },
	...{ authorName: '', createdAt: new Date(0), computedFrom: null },
});
const indicator = (code: string, changes: Partial<RegionIndicator> = {}): RegionIndicator => ({
	...{ code, isOwn: false, definition: found(code).definition, ownerName: null, values: [] },
	judgement: { status: 'no-data', sentence: '', expected: null },
	next: { period: '2026-T4', dueOn: '2027-01-30', isOverdue: false },
	...changes,
});
const department = (code: string, ...indicators: RegionIndicator[]): RegionDepartment => ({
	...{ code, name: `Nom ${code}`, hasCommittee: true, indicators },
});
const absent: RegionDepartment = { code: '33', name: 'Gironde', hasCommittee: false, indicators: [] };

describe('a column', () => {
	const departments = [
		department(
			'64',
			indicator('I5.7', { values: [value('2026-T2', 10), value('2026-T3', 12), value('2026-T4', 99)] }),
		),
		department('40', indicator('I5.7', { values: [value('2026-T3', 8)] })),
		department('16', indicator('I5.7', { values: [value('2026-T1', 30)] })),
		department(
			'17',
			indicator('I5.7', {
				definition: { ...found('I5.7').definition, unit: '%' },
				values: [value('2026-T3', 55)],
			}),
		),
		absent,
	];
	const column = regionColumn(found('I5.7'), departments, TODAY);

	test('compares one period, the latest that has ended; who has none for it misses it, with the last that is known', () => {
		expect(column.period?.key).toBe('2026-T3');
		expect(
			column.cells.map(({ value: held, gap, last, rank }) => [held?.value, gap, last?.value, rank]),
		).toEqual([
			[12, null, undefined, 1],
			[8, null, undefined, 2],
			[undefined, 'missing', 30, null],
			[undefined, 'other-definition', 55, null],
			[undefined, 'no-committee', undefined, null],
		]);
		expect(column).toMatchObject({ sum: 20, median: 10, missing: 2 });
		expect(columnSummary(column)).toBe('somme 20, médiane 10 (2 comités, 2 manquent)');
	});

	test('of percentages has a median and no sum; of nothing has neither', () => {
		const share = regionColumn(
			found('I5.2'),
			[department('64', indicator('I5.2', { values: [value('2026-T3', 63)] }))],
			TODAY,
		);
		expect(share).toMatchObject({ sum: null, median: 63, missing: 0 });
		const nothing = regionColumn(found('I5.2'), [department('64', indicator('I5.2')), absent], TODAY);
		expect(nothing).toMatchObject({ period: null, sum: null, median: null, missing: 1 });
		expect(columnSummary(nothing)).toBe('aucune valeur');
	});
});

test.each([
	[[], null],
	[[3], 3],
	[[1, 9], 5],
	[[9, 1, 2], 2],
	[[0, 0, 0, 10], 0],
])('the median of %j is %s', (values, median) => {
	expect(medianOf(values)).toBe(median);
});

test.each([
	[12, 'up', 1],
	[8, 'up', 2],
	[3, 'up', 4],
	[3, 'down', 1],
	[8, 'down', 2],
	[null, 'up', null],
] as const)('%s among 12, 8, 8, 3 wanted %s has the rank %s', (one, direction, rank) => {
	expect(rankOf(one, [12, 8, 8, 3], { direction })).toBe(rank);
});

test('whom to call: the oldest delay first, with who keeps it, or whoever keeps another that is late', () => {
	const late = (code: string, dueOn: string, ownerName: string | null = null) =>
		indicator(code, { ownerName, next: { period: '2026-T3', dueOn, isOverdue: true } });
	const departments = [
		department('64', late('I5.2', '2026-11-15', 'Maïté Irigoyen')),
		department('40', late('I5.2', '2026-10-30'), late('I5.5', '2026-11-02', 'Sabine Dupouy')),
		department('16', indicator('I5.2')),
		absent,
	];
	const delays = regionDelays(departments, TODAY);
	expect(
		delays.map(({ departmentCode, days, ownerName, names }) => [
			departmentCode,
			days,
			ownerName,
			names.length,
		]),
	).toEqual([
		['40', 23, 'Sabine Dupouy', 2],
		['64', 7, 'Maïté Irigoyen', 1],
	]);
	expect(regionSentence(departments, delays)).toBe('1 comité est à jour, 2 ont une valeur échue.');
	expect(regionSentence(departments, [])).toBe('3 comités, tous à jour.');
	expect(regionSentence([absent], [])).toBe('Aucun comité n’est encore ouvert dans la région.');
});

test.each([
	[[], []],
	[[5, 5], [{ from: 5, to: 5 }]],
	[
		[1, 2, 3, 4, 5, 6, 7, 8],
		[
			{ from: 1, to: 2 },
			{ from: 3, to: 4 },
			{ from: 5, to: 6 },
			{ from: 7, to: 8 },
		],
	],
])('the shades of %j', (values, classes) => {
	expect(mapClasses(values)).toEqual(classes);
});

test('the page opens on the proposition asked for, else on the one that is followed most', () => {
	const departments = [
		department('64', indicator('I5.2', { values: [value('2026-T3', 63)] }), indicator('I9.3')),
		department(
			'40',
			indicator('I5.5', { values: [value('2026-T3', 3)] }),
			indicator('I8.4', { values: [value('2026-T3', 3)] }),
		),
	];
	expect(chosenProposition(null, departments)).toBe(5);
	expect(chosenProposition('8', departments)).toBe(8);
	expect(chosenProposition('11', departments)).toBe(5);
	expect(chosenProposition(null, [absent])).toBe(1);
});
