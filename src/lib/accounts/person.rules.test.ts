import { expect, test } from 'vitest';
import { colorOf, initialsOf } from './person.rules.ts';

test.each([
	['Hélène Etcheverry', 'HE'],
	['Dr Jeanne Bordenave', 'JB'],
	['Mme Élise', 'É'],
	['Jean-Pierre de La Tour', 'JT'],
	['', '?'],
])('initials of %s are %s', (name, initials) => {
	expect(initialsOf(name)).toBe(initials);
});

test('a colour is one of twelve and does not change', () => {
	const ids = Array.from({ length: 500 }, (_, index) => `account-${index}`);
	const colors = new Set(ids.map(colorOf));
	expect([...colors].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
	expect(ids.map(colorOf)).toEqual(ids.map(colorOf));
});
