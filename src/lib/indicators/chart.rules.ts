import type { Definition } from './indicator.rules.ts';
import { pathPoints } from './path.rules.ts';
import { daysBetween } from '#lib/ui/days.ts';
import { parsePeriod, shiftPeriod, type Period } from './period.rules.ts';
import type { LastValue } from './status.rules.ts';

/** Room of a drawing, and what is kept free around the lines for their labels. */
export interface Frame {
	width: number;
	height: number;
	left: number;
	right: number;
	top: number;
	bottom: number;
}

export interface Point {
	x: number;
	y: number;
}

/** A value against its path, as lengths of a drawing. */
export interface Chart {
	/** Lines of the values: a period that is missing cuts the line, it is not a zero. */
	lines: string[];
	points: (Point & { period: Period; value: number })[];
	/** The path, dashed; empty without a target. */
	path: string;
	targets: (Point & { on: string; value: number })[];
	baseline: (Point & { on: string; value: number }) | null;
	/** Lines across, with the number that each stands for. */
	levels: { y: number; value: number }[];
}

type Drawn = Pick<Definition, 'baseline' | 'targets'>;

/**
 * The drawing of an indicator, or null when there is neither a value nor a path.
 * @param beside others that it is compared with: the scale then holds all of them
 */
export function drawChart(
	definition: Drawn,
	values: readonly LastValue[],
	frame: Frame,
	beside: readonly { definition: Drawn; values: readonly LastValue[] }[] = [],
): Chart | null {
	const entered = enteredPoints(values);
	const path = pathPoints(definition);
	const all = [...entered, ...path];
	if (all.length === 0) return null;
	const others = beside.flatMap((one) => [...enteredPoints(one.values), ...pathPoints(one.definition)]);
	const scaled = [...all, ...others];
	const levels = niceLevels(scaled.map(({ value }) => value));
	const place = scale(
		scaled.map(({ on }) => on),
		levels,
		frame,
	);
	const points = entered.map((one) => ({ ...place(one), period: one.period, value: one.value }));
	const { baseline } = definition;
	return {
		lines: cutLines(points),
		points,
		path: path.length > 1 ? polyline(path.map(place)) : '',
		targets: definition.targets.map((target) => ({ ...target, ...place(target) })),
		baseline: baseline === null ? null : { ...baseline, ...place(baseline) },
		levels: levels.map((value) => ({ value, y: place({ on: all[0]?.on ?? '', value }).y })),
	};
}

function enteredPoints(values: readonly LastValue[]): { period: Period; value: number; on: string }[] {
	return values.flatMap(({ period: key, value }) => {
		const period = parsePeriod(key);
		return period === null ? [] : [{ period, value, on: period.endsOn }];
	});
}

function scale(
	days: readonly string[],
	levels: readonly number[],
	frame: Frame,
): (one: { on: string; value: number }) => Point {
	const sorted = [...days].sort();
	const first = sorted[0] ?? '';
	const span = Math.max(1, daysBetween(first, sorted.at(-1) ?? first));
	const low = levels[0] ?? 0;
	const high = levels.at(-1) ?? 1;
	const width = frame.width - frame.left - frame.right;
	const height = frame.height - frame.top - frame.bottom;
	const round = (length: number): number => Math.round(length * 10) / 10;
	return ({ on, value }) => ({
		x: round(frame.left + (daysBetween(first, on) / span) * width),
		y: round(frame.top + (1 - (value - low) / (high - low)) * height),
	});
}

/** Two or three round numbers that hold all the values between the first and the last. */
export function niceLevels(values: readonly number[]): number[] {
	const low = Math.min(...values);
	const high = Math.max(...values);
	const size = (high - low || Math.abs(high) || 1) / 2;
	const power = 10 ** Math.floor(Math.log10(size));
	const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= size) ?? 10) * power;
	const start = Math.floor(low / step) * step;
	const levels = [start, start + step];
	while ((levels.at(-1) ?? high) < high) levels.push(start + levels.length * step);
	return levels.map((level) => Number(level.toPrecision(12)));
}

function cutLines(points: Chart['points']): string[] {
	const runs: Chart['points'][] = [];
	for (const point of points) {
		const run = runs.at(-1);
		const before = run?.at(-1);
		const follows = before !== undefined && shiftPeriod(before.period, 1).key === point.period.key;
		if (run !== undefined && follows) run.push(point);
		else runs.push([point]);
	}
	return runs.filter((run) => run.length > 1).map(polyline);
}

const polyline = (points: readonly Point[]): string =>
	points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join('');
