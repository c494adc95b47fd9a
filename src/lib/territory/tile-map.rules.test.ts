import { expect, test } from 'vitest';
import { tileMap } from './tile-map.rules.ts';

const NOUVELLE_AQUITAINE = ['16', '17', '19', '23', '24', '33', '40', '47', '64', '79', '86', '87'];
const at = (code: string, codes = NOUVELLE_AQUITAINE) => tileMap(codes).find((tile) => tile.code === code)!;

test('each département has a square of its own, and the first ones are at the edge', () => {
	const tiles = tileMap(NOUVELLE_AQUITAINE);
	expect(new Set(tiles.map(({ column, row }) => `${column} ${row}`)).size).toBe(12);
	expect(Math.min(...tiles.map(({ column }) => column))).toBe(0);
	expect(Math.min(...tiles.map(({ row }) => row))).toBe(0);
	expect(Math.max(...tiles.map(({ column }) => column))).toBeLessThan(6);
	expect(Math.max(...tiles.map(({ row }) => row))).toBeLessThan(7);
});

test('north is above and east on the right', () => {
	expect(at('64').row).toBeGreaterThan(at('40').row);
	expect(at('40').row).toBeGreaterThan(at('33').row);
	expect(at('33').column).toBeLessThan(at('24').column);
	expect(at('23').column).toBeGreaterThan(at('86').column);
	expect(at('79').row).toBeLessThan(at('33').row);
});

test('the order asked for changes nothing, and a code nobody knows is told on a line of its own', () => {
	const whole = tileMap(NOUVELLE_AQUITAINE);
	expect(tileMap(NOUVELLE_AQUITAINE.toReversed())).toEqual(whole);
	const more = tileMap([...NOUVELLE_AQUITAINE, '999']);
	expect(more.at(-1)).toMatchObject({ code: '999', column: 0 });
	expect(more.at(-1)!.row).toBe(Math.max(...whole.map(({ row }) => row)) + 1);
	expect(tileMap([])).toEqual([]);
	expect(tileMap(['974'])).toEqual([{ code: '974', column: 0, row: 0 }]);
	expect(
		new Set(
			tileMap(['75', '77', '78', '91', '92', '93', '94', '95']).map(({ column, row }) => `${column} ${row}`),
		).size,
	).toBe(8);
});
