import fc from 'fast-check';
import { expect, test } from 'vitest';
import { horizonBars } from './horizon.rules.ts';

test('each year to 2035, what is past, later and undated, certainties apart', () => {
	const bars = horizonBars(
		[
			{ year: 2024, declared: 1, estimated: 0, unknown: 0 },
			{ year: 2027, declared: 4, estimated: 2, unknown: 1 },
			{ year: 2041, declared: 0, estimated: 3, unknown: 0 },
			{ year: null, declared: 0, estimated: 0, unknown: 9 },
		],
		2026,
	);
	expect(bars.map(({ label }) => label)).toEqual([
		...['Passé', '2026', '2027', '2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035'],
		...['Après', 'Sans date'],
	]);
	expect(bars[2]).toEqual({ label: '2027', year: 2027, declared: 4, estimated: 2, unknown: 1, count: 7 });
	expect(bars.at(-1)).toMatchObject({ year: null, unknown: 9, count: 9 });
});

test('no departure is lost or counted twice', () => {
	const year = fc.record({
		year: fc.option(fc.integer({ min: 1990, max: 2060 })),
		declared: fc.nat(50),
		estimated: fc.nat(50),
		unknown: fc.nat(50),
	});
	fc.assert(
		fc.property(fc.array(year), (years) => {
			const all = years.reduce((sum, one) => sum + one.declared + one.estimated + one.unknown, 0);
			expect(horizonBars(years, 2026).reduce((sum, { count }) => sum + count, 0)).toBe(all);
		}),
	);
});
