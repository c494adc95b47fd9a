import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	hiddenGroups,
	hiddenInside,
	rounded,
	ROUNDING,
	showGroups,
	SMALLEST_GROUP,
	type Group,
} from './aggregate.rules.ts';

/** Communes in a few EPCI, few enough for each set of communes to be a number of twelve bits. */
const registries = fc
	.array(fc.record({ parent: fc.constantFrom('a', 'b', 'c', 'd'), count: fc.integer({ min: 1, max: 9 }) }), {
		minLength: 1,
		maxLength: 12,
	})
	.map((communes) =>
		communes.map((one, index): Group & { parent: string } => ({ ...one, code: `c${index}` })),
	);

const parentsOf = (communes: readonly (Group & { parent: string })[]): Group[] =>
	[...Map.groupBy(communes, ({ parent }) => parent)].map(([code, own]) => ({
		code,
		count: own.reduce((sum, { count }) => sum + count, 0),
	}));

/**
 * Every set of communes whose exact number a reader could work out if the figures were not even rounded: what is shown, and whatever comes
 * of it by taking a known set away from one that holds it, or by adding two that do not meet.
 */
function knowable(communes: readonly (Group & { parent: string })[]): Set<number> {
	const parents = parentsOf(communes);
	const [hiddenParents, hidden] = [hiddenGroups(parents), hiddenInside(communes, parents)];
	const maskOf = (kept: (one: Group & { parent: string }) => boolean): number =>
		communes.reduce((mask, one, index) => (kept(one) ? mask | (1 << index) : mask), 0);
	const known = new Set<number>([maskOf(() => true)]);
	for (const { code } of parents)
		if (!hiddenParents.has(code)) known.add(maskOf(({ parent }) => parent === code));
	for (const { code } of communes) if (!hidden.has(code)) known.add(maskOf((one) => one.code === code));
	for (const one of known) {
		for (const other of known) {
			if ((one & other) === other) known.add(one & ~other);
			if ((one & other) === 0) known.add(one | other);
		}
	}
	return known;
}

describe('totals of the registry', () => {
	test('no set of people whose number can be worked out has from one to four of them', () => {
		fc.assert(
			fc.property(registries, (communes) => {
				const total = communes.reduce((sum, { count }) => sum + count, 0);
				fc.pre(total >= SMALLEST_GROUP);
				for (const mask of knowable(communes)) {
					const people = communes.reduce(
						(sum, { count }, index) => ((mask & (1 << index)) === 0 ? sum : sum + count),
						0,
					);
					expect(people === 0 || people >= SMALLEST_GROUP, `${mask} of ${JSON.stringify(communes)}`).toBe(
						true,
					);
				}
			}),
			{ numRuns: 300 },
		);
	});

	test('the difference of two figures, of whichever groupings or days, is never from one to four', () => {
		const shownOf = (communes: readonly (Group & { parent: string })[]): number[] => {
			const parents = parentsOf(communes);
			const shown = [
				showGroups(parents, hiddenGroups(parents)),
				showGroups(communes, hiddenInside(communes, parents)),
			];
			return shown
				.flatMap(({ total, groups }) => [total, ...groups.map(({ count }) => count)])
				.filter(isNumber);
		};
		fc.assert(
			fc.property(registries, registries, (one, other) => {
				for (const left of shownOf(one)) {
					for (const right of [...shownOf(one), ...shownOf(other)]) {
						expect((left - right) % ROUNDING).toBe(left < right ? -0 : 0);
					}
				}
			}),
			{ numRuns: 200 },
		);
	});

	test('a hidden group is never alone, nor is it all that is missing from the total', () => {
		const groups = [3, 12, 7, 40].map((count, index) => ({ code: String(index), count }));
		expect([...hiddenGroups(groups)].sort()).toEqual(['0', '2']);
		expect(hiddenGroups(groups.slice(1)).size).toBe(0);
		expect(hiddenGroups([{ code: 'a', count: 2 }]).size).toBe(1);
	});

	test('communes of an EPCI that is hidden are hidden with it', () => {
		const communes = [
			{ code: 'x', parent: 'small', count: 4 },
			{ code: 'y', parent: 'next', count: 9 },
			{ code: 'z', parent: 'large', count: 60 },
		];
		expect([...hiddenInside(communes, parentsOf(communes))].sort()).toEqual(['x', 'y']);
	});

	test('a group that is hidden is not told from an empty one', () => {
		const [five, one, none] = [5, 1, 0].map((count, nth) => ({ code: String(nth), count })) as [
			Group,
			Group,
			Group,
		];
		const groups = [five, five, one].map((group, nth) => ({ ...group, code: String(nth) }));
		const hidden = new Set(['1', '2']);
		expect(showGroups(groups, hidden).groups).toEqual([{ code: '0', count: 5 }]);
		expect(showGroups([five, none], new Set()).groups).toEqual([{ code: '0', count: 5 }]);
	});

	test('what is shown is rounded and never to nothing; under five people there is no total', () => {
		expect([5, 7, 8, 12, 13].map(rounded)).toEqual([5, 5, 10, 10, 15]);
		expect(showGroups([{ code: 'a', count: 4 }], new Set(['a']))).toEqual({
			total: null,
			groups: [],
		});
	});
});

const isNumber = (value: number | null): value is number => value !== null;
