import { expect, test } from 'vitest';
import { regionMap } from './region-map.rules.ts';

const SQUARE = { code: '33', path: 'm 10,10 20,0 0,20 -20,0 z' };
/** Beside the first, with an island after it and before it in the path. */
const WITH_ISLANDS = { code: '40', path: 'm 30,31 1,0 0,1 z m 0,-1 20,0 0,10 -20,0 z m 25,0 1,0 0,1 z' };
const SPECK = { code: '75', path: 'm 29,29 1,0 0,1 -1,0 z' };

test('a region fills its drawing, each département where it is', () => {
	const map = regionMap(['33', '40'], [WITH_ISLANDS, SQUARE]);
	expect(map.shapes.map(({ code }) => code)).toEqual(['33', '40']);
	// From 10 to 56 across, from 10 to 40 down.
	expect(map.width).toBeCloseTo(520);
	expect(map.height).toBeCloseTo((30 / 46) * 520);
	expect(map.transform).toMatch(/^scale\(11\.3\d+\) translate\(-10 -10\)$/);
	expect(map.apart).toEqual([]);
});

test('a figure stands in the middle of the largest part', () => {
	const scale = 520 / 46;
	const [square, islands] = regionMap(['33', '40'], [SQUARE, WITH_ISLANDS]).shapes;
	expect(square?.label?.x).toBeCloseTo(10 * scale);
	expect(square?.label?.y).toBeCloseTo(10 * scale);
	expect(islands?.label?.x).toBeCloseTo(30 * scale);
	expect(islands?.label?.y).toBeCloseTo(25 * scale);
});

test('what has no room for its figure, or no outline, is told beside', () => {
	const map = regionMap(['33', '75', '974'], [SQUARE, SPECK]);
	expect(map.shapes.map(({ code, label }) => [code, label === null])).toEqual([
		['33', false],
		['75', true],
	]);
	expect(map.apart).toEqual(['75', '974']);
	expect(regionMap(['974'], [])).toMatchObject({ width: 0, height: 0, shapes: [], apart: ['974'] });
});
