import { daysBetween } from '#lib/ui/days.ts';
import { parsePeriod } from './period.rules.ts';
import type { LastValue } from './status.rules.ts';

/** Fewer values than this say no trend. */
const LEAST_VALUES = 4;

/** Where the trend of the values leads on a day. Indicative: it knows nothing but the values. */
export interface Forecast {
	on: string;
	value: number;
	/** Bounds within which the value would fall nine times in ten, if nothing but chance moved it off a straight line. */
	low: number;
	high: number;
}

/** Quantiles at 95 % of Student's law, by degrees of freedom from 1: what leaves 5 % on each side. */
const STUDENT = [6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812];
const STUDENT_FAR = 1.645;

/**
 * A straight line through the values (least squares over days), carried to a day, with its prediction interval of 90 %.
 * @param values one per period, in any order; a period that is missing is left out, never counted as zero
 * @returns null with fewer than four values, or when the day is not after the last of them
 */
export function forecastOn(values: readonly LastValue[], on: string): Forecast | null {
	const points = values.flatMap(({ period, value }) => {
		const end = parsePeriod(period)?.endsOn;
		return end === undefined ? [] : [{ end, value }];
	});
	const first = points.map(({ end }) => end).reduce((left, right) => (left < right ? left : right), '9999');
	if (points.length < LEAST_VALUES || points.some(({ end }) => end >= on)) return null;
	const line = fit(points.map(({ end, value }) => ({ x: daysBetween(first, end), y: value })));
	if (line === null) return null;
	const x = daysBetween(first, on);
	const value = line.meanY + line.slope * (x - line.meanX);
	const spread = line.deviation * Math.sqrt(1 + 1 / line.count + (x - line.meanX) ** 2 / line.squares);
	const margin = spread * (STUDENT[line.count - 3] ?? STUDENT_FAR);
	return { on, value, low: value - margin, high: value + margin };
}

/**
 * A forecast kept to what its unit can be: no count falls under zero and no share of a whole passes 100 %, where nothing known does.
 * @param known the values, the start and the targets: one over 100 % says that the unit counts no share of a whole
 */
export function kept(
	forecast: Forecast,
	{ unit, known }: { unit: string; known: readonly number[] },
): Forecast {
	const least = known.some((value) => value < 0) ? -Infinity : 0;
	const most = unit === '%' && known.every((value) => value <= 100) ? 100 : Infinity;
	const within = (value: number): number => Math.min(most, Math.max(least, value));
	return {
		...forecast,
		value: within(forecast.value),
		low: within(forecast.low),
		high: within(forecast.high),
	};
}

interface Line {
	count: number;
	meanX: number;
	meanY: number;
	slope: number;
	/** Sum of the squares of the distances to `meanX`. */
	squares: number;
	/** Of the values around the line. */
	deviation: number;
}

function fit(points: readonly { x: number; y: number }[]): Line | null {
	const count = points.length;
	const mean = (pick: (point: { x: number; y: number }) => number): number =>
		points.reduce((sum, point) => sum + pick(point), 0) / count;
	const meanX = mean(({ x }) => x);
	const meanY = mean(({ y }) => y);
	const squares = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
	if (squares === 0) return null;
	const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / squares;
	const rest = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
	return { count, meanX, meanY, slope, squares, deviation: Math.sqrt(rest / (count - 2)) };
}
