import type { Chart, Frame, Point } from './chart.rules.ts';
import type { Definition } from './indicator.rules.ts';
import { wayLength } from './path.rules.ts';

/** Where an indicator comes to be watched, then late, under its path or over it, as a line of the drawing. */
export interface ThresholdLine {
	kind: 'watch' | 'late';
	d: string;
	/** Where the line ends, to name it. */
	end: Point;
}

type Bounded = Pick<Definition, 'baseline' | 'targets' | 'direction' | 'watchFrom' | 'lateFrom'>;

/** The path twice more, each at its distance in percent of the whole way; what would leave the frame is cut. None without a path. */
export function thresholdLines(definition: Bounded, chart: Chart, frame: Frame): ThresholdLine[] {
	const points = [...(chart.baseline === null ? [] : [chart.baseline]), ...chart.targets];
	const [low, high] = [chart.levels[0], chart.levels.at(-1)];
	if (points.length < 2 || low === undefined || high === undefined) return [];
	const scale = (low.y - high.y) / (high.value - low.value || 1);
	const side = definition.direction === 'up' ? 1 : -1;
	const room = { top: frame.top, bottom: frame.height - frame.bottom };
	return (['watch', 'late'] as const).flatMap((kind) => {
		const share = kind === 'watch' ? definition.watchFrom : definition.lateFrom;
		const shift = (share / 100) * wayLength(definition) * scale * side;
		const moved = points.map(({ x, y }) => ({ x, y: y + shift }));
		const parts = moved
			.slice(1)
			.map((to, index) => within(moved[index] ?? to, to, room))
			.filter((part) => part !== null);
		const last = parts.at(-1);
		if (last === undefined) return [];
		return [{ kind, end: last[1], d: parts.map(([from, to]) => `M${said(from)}L${said(to)}`).join('') }];
	});
}

/** The part of a segment that lies between two heights; null when there is none. */
function within(from: Point, to: Point, room: { top: number; bottom: number }): [Point, Point] | null {
	const [above, below] = from.y <= to.y ? [from, to] : [to, from];
	if (below.y < room.top || above.y > room.bottom) return null;
	const cut = (point: Point): Point => {
		const y = Math.min(room.bottom, Math.max(room.top, point.y));
		if (y === point.y) return point;
		return { x: from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y), y };
	};
	return [cut(from), cut(to)];
}

const said = ({ x, y }: Point): string => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
