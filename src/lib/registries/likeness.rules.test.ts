import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, IdentityIndex, isSameName, type Identity } from './likeness.rules.ts';

/** The distance by its definition, without a bound. */
function plainDistance(one: string, other: string): number {
	const table = Array.from({ length: one.length + 1 }, (_, row) =>
		Array.from({ length: other.length + 1 }, (__, column) => (row === 0 ? column : column === 0 ? row : 0)),
	);
	for (let row = 1; row <= one.length; row += 1) {
		for (let column = 1; column <= other.length; column += 1) {
			const same = one[row - 1] === other[column - 1] ? 0 : 1;
			let cost = Math.min(
				table[row - 1]![column - 1]! + same,
				table[row - 1]![column]! + 1,
				table[row]![column - 1]! + 1,
			);
			const exchanged = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
			if (row > 1 && column > 1 && exchanged) cost = Math.min(cost, table[row - 2]![column - 2]! + 1);
			table[row]![column] = cost;
		}
	}
	return table[one.length]![other.length]!;
}

test('the bounded distance is the distance, or null beyond its bound', () => {
	const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 });
	fc.assert(
		fc.property(word, word, fc.integer({ min: 0, max: 4 }), (one, other, most) => {
			const plain = plainDistance(one, other);
			expect(editDistance(one, other, most)).toBe(plain <= most ? plain : null);
		}),
		{ numRuns: 2_000 },
	);
});

describe('names', () => {
	test.each([
		['minjou therese', 'minjou terese', true],
		['minjou therese', 'therese minjou', true],
		['dupont jean', 'dupont jean pierre', true],
		['laborde cazala m', 'laborde cazala michel', true],
		['martin jean', 'martin joan', false],
		['martin jean', 'martin anne', false],
		['etchart bernard', 'etchard bernard', true],
		['oli', 'ola', false],
		['', 'oli', false],
	])('%j and %j: %s', (one, other, same) => {
		expect(isSameName(one, other)).toBe(same);
		expect(isSameName(other, one)).toBe(same);
	});
});

describe('those who are known', () => {
	const known: Identity = {
		...{ id: 'a', number: '99100482113', name: 'carrere jean louis' },
		...{ first: 1958, second: '64371' },
	};
	const index = new IdentityIndex();
	index.add(known);
	index.add({ ...known, id: 'b', number: null, name: 'haran xan', first: 1961 });
	const find = (sought: Partial<Identity>) => index.find({ ...known, number: null, ...sought });

	test('are found by their number, whatever their name', () => {
		expect(find({ number: known.number, name: 'autre nom' })).toEqual({ id: 'a', likeness: 'same-rpps' });
	});
	test('are found by name, birth and commune, with a slip', () => {
		expect(find({ name: 'carrerre jean louis' })).toEqual({ id: 'a', likeness: 'name-birth-commune' });
	});
	test('are others when birth or commune differ', () => {
		expect(find({ first: 1959 })).toBeNull();
		expect(find({ second: '64430' })).toBeNull();
	});
	test('are found with one of them missing', () => {
		expect(find({ first: null })).toEqual({ id: 'a', likeness: 'name-commune' });
		expect(find({ second: null })).toEqual({ id: 'a', likeness: 'name-birth' });
	});
	test('are others when both have a number and the numbers differ', () => {
		expect(find({ number: '99100482121' })).toBeNull();
		expect(find({ name: 'haran xan', first: 1961, number: '99100482121' })?.id).toBe('b');
	});
});
