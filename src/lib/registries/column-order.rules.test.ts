import { expect, test } from 'vitest';
import { moveKey, placeWords } from './column-order.rules.ts';
import { shownColumns } from './registry-list.ts';

const keys = ['commune', 'level', 'housing', 'host'];

test('a column goes where another one stands, and the others close up', () => {
	expect(moveKey(keys, 'commune', 2)).toEqual(['level', 'housing', 'commune', 'host']);
	expect(moveKey(keys, 'host', 0)).toEqual(['host', 'commune', 'level', 'housing']);
	expect(moveKey(keys, 'level', 2)).toEqual(['commune', 'housing', 'level', 'host']);
});

test('a column beyond the ends, or that is not shown, moves nothing', () => {
	for (const [key, place] of [
		['commune', -1],
		['host', 4],
		['level', 1],
		['site', 0],
	] as const) {
		expect(moveKey(keys, key, place)).toEqual(keys);
	}
});

test('its place is said in words', () => {
	expect(placeWords('Logement', 0, 4)).toBe('Logement, 1re colonne sur 4');
	expect(placeWords('Logement', 2, 4)).toBe('Logement, 3e colonne sur 4');
});

test('columns are shown in the order of the address, each once, and those of the reader only', () => {
	const open = keys.map((key) => ({ key }));
	const shown = (named: string): string[] =>
		shownColumns(open, named, ['host', 'level']).map(({ key }) => key);
	expect(shown('host,commune,host,rpps')).toEqual(['host', 'commune']);
	// Those shown first keep the order of the catalogue, and so does an address that names none.
	expect(shown('')).toEqual(['level', 'host']);
	expect(shown('rpps')).toEqual(keys);
});
