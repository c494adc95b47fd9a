import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRank, LONG_RANK, MIDDLE_RANK, rankBetween, spreadRanks } from './rank.rules.ts';

const rank = fc
	.string({ unit: fc.constantFrom(...'0123456789ABCYZabcyz'), minLength: 1, maxLength: 8 })
	.filter(isRank);

describe('ranks', () => {
	test('the first rank of an empty list leaves room on both sides', () => {
		expect(rankBetween(null, null)).toBe(MIDDLE_RANK);
	});

	test.each([
		['V', null],
		['z', null],
		['zz', null],
		[null, 'V'],
		[null, '1'],
		[null, '01'],
		[null, '001'],
		['A', 'B'],
		['A', 'A1'],
		['Az', 'B'],
		['A', 'AV'],
	])('between %s and %s there is a rank', (before, after) => {
		const found = rankBetween(before, after);
		expect(isRank(found)).toBe(true);
		if (before !== null) expect(found > before).toBe(true);
		if (after !== null) expect(found < after).toBe(true);
	});

	test('any two different ranks have one between them', () => {
		fc.assert(
			fc.property(rank, rank, (left, right) => {
				fc.pre(left !== right);
				const before = left < right ? left : right;
				const after = left < right ? right : left;
				const found = rankBetween(before, after);
				expect(isRank(found)).toBe(true);
				expect(found > before && found < after).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});

	test('inserting anywhere, again and again, keeps the order that was asked for', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(), { maxLength: 80 }), (places) => {
				const list: string[] = [];
				for (const place of places) {
					const at = place % (list.length + 1);
					list.splice(at, 0, rankBetween(list[at - 1] ?? null, list[at] ?? null));
				}
				expect(list).toEqual([...list].sort());
				expect(new Set(list).size).toBe(list.length);
			}),
		);
	});

	test('a list that grows at one end keeps short ranks', () => {
		let last: string | null = null;
		let first: string | null = null;
		for (let count = 0; count < 500; count += 1) {
			last = rankBetween(last, null);
			first = rankBetween(null, first);
		}
		expect(last?.length).toBeLessThan(LONG_RANK);
		expect(first?.length).toBeLessThan(LONG_RANK);
	});

	test('spreading gives as many ranks as asked, in order, and short', () => {
		fc.assert(
			fc.property(rank, rank, fc.nat({ max: 300 }), (left, right, count) => {
				fc.pre(left < right);
				const ranks = spreadRanks(left, right, count);
				expect(ranks).toHaveLength(count);
				const all = [left, ...ranks, right];
				expect(all).toEqual([...all].sort());
				expect(new Set(all).size).toBe(all.length);
			}),
		);
		expect(spreadRanks(null, null, 1000).every((found) => found.length <= 5)).toBe(true);
	});

	test('two ranks out of order are refused, not guessed', () => {
		expect(() => rankBetween('B', 'A')).toThrow(RangeError);
		expect(() => rankBetween('A', 'A')).toThrow(RangeError);
	});

	test.each(['', '0', 'A0', 'é', 'a b', '__proto__', 'A'.repeat(65), 3, null, undefined, {}])(
		'%j is no rank',
		(value) => {
			expect(isRank(value)).toBe(false);
		},
	);
});
