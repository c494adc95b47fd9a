import { expect, test } from 'vitest';
import { drawChart } from './chart.rules.ts';
import type { Definition } from './indicator.rules.ts';
import { thresholdLines } from './threshold.rules.ts';

type Bounded = Pick<Definition, 'baseline' | 'targets' | 'direction' | 'watchFrom' | 'lateFrom'>;

/** 100 in height, from 0 at 110 to 100 at 10, for a path from 0 to 100. */
const frame = { width: 200, height: 120, left: 0, right: 0, top: 10, bottom: 10 };
const definition: Bounded = {
	...{ baseline: { on: '2025-12-31', value: 0 }, targets: [{ on: '2026-12-31', value: 100 }] },
	...{ direction: 'up', watchFrom: 10, lateFrom: 50 },
};
const lines = (changes: Partial<Bounded>) => {
	const changed = { ...definition, ...changes };
	return thresholdLines(changed, drawChart(changed, [], frame)!, frame);
};

test('each threshold runs beside the path, at its share of the way, and stays inside the frame', () => {
	expect(lines({})).toEqual([
		{ kind: 'watch', d: 'M20,110L200,20', end: { x: 200, y: 20 } },
		{ kind: 'late', d: 'M100,110L200,60', end: { x: 200, y: 60 } },
	]);
});

test('a figure that must fall is watched over its path', () => {
	const falling = { direction: 'down' as const, baseline: { on: '2025-12-31', value: 100 } };
	const found = lines({ ...falling, targets: [{ on: '2026-12-31', value: 0 }] });
	expect(found.map(({ d }) => d)).toEqual(['M20,10L200,100', 'M100,10L200,60']);
});

test('without a path there is none', () => {
	expect(lines({ baseline: null })).toEqual([]);
});
