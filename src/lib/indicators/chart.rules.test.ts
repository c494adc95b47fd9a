import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawChart, niceLevels } from './chart.rules.ts';

const frame = { width: 200, height: 100, left: 20, right: 40, top: 10, bottom: 20 };
const path = { baseline: { on: '2025-12-31', value: 0 }, targets: [{ on: '2026-12-31', value: 40 }] };

test('nothing to draw without a value and without a path', () => {
	expect(drawChart({ baseline: null, targets: [] }, [], frame)).toBeNull();
});

test('a missing period cuts the line, and is not drawn at zero', () => {
	const values = ['T1', 'T2', 'T4'].map((quarter) => ({ period: `2026-${quarter}`, value: 20 }));
	const chart = drawChart(path, values, frame)!;
	expect(chart.points.map(({ period }) => period.key)).toEqual(['2026-T1', '2026-T2', '2026-T4']);
	expect(chart.lines).toHaveLength(1);
	expect(chart.path).toBe('M20,80L160,10');
});

test('one value alone is a point, without a path too', () => {
	const chart = drawChart({ baseline: null, targets: [] }, [{ period: '2026', value: 0 }], frame)!;
	expect([chart.lines, chart.points.length, chart.path]).toEqual([[], 1, '']);
});

test('every point is inside the frame, whatever the values', () => {
	const value = fc.integer({ min: -1e9, max: 1e9 }).map((tenths) => tenths / 10);
	fc.assert(
		fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), value, (drawn, target) => {
			const values = drawn.map((one, index) => ({ period: `20${10 + index}`, value: one }));
			const chart = drawChart(
				{ baseline: null, targets: [{ on: '2030-12-31', value: target }] },
				values,
				frame,
			)!;
			for (const { x, y } of [...chart.points, ...chart.targets]) {
				expect(x >= 20 && x <= 160 && y >= 9.9 && y <= 80.1).toBe(true);
			}
		}),
	);
});

test.each([
	[
		[96, 112, 140],
		[75, 100, 125, 150],
	],
	[
		[0, 40],
		[0, 20, 40],
	],
	[[5], [5, 7.5]],
	[[0], [0, 0.5]],
	[
		[-3, 7],
		[-5, 0, 5, 10],
	],
])('levels around %j', (values, levels) => expect(niceLevels(values)).toEqual(levels));
