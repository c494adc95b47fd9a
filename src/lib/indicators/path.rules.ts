import type { Baseline, Target } from './indicator.rules.ts';
import { daysBetween } from '#lib/ui/days.ts';

/** What a path is made of. */
export interface Path {
	baseline: Baseline | null;
	/** In the order of their days. */
	targets: readonly Target[];
}

/** The points that a path goes through, in the order of their days. */
export function pathPoints({ baseline, targets }: Path): readonly Target[] {
	return baseline === null ? targets : [baseline, ...targets];
}

/**
 * What the path asks for on a day: between two points, in proportion to the days; after the last target, that target.
 * Null before the first point, and when there is no target.
 */
export function expectedOn(path: Path, day: string): number | null {
	if (path.targets.length === 0) return null;
	const points = pathPoints(path);
	const next = points.findIndex(({ on }) => on >= day);
	if (next === -1) return points.at(-1)?.value ?? null;
	const after = points[next];
	if (after === undefined) return null;
	if (after.on === day) return after.value;
	const before = points[next - 1];
	if (before === undefined) return null;
	const share = daysBetween(before.on, day) / daysBetween(before.on, after.on);
	return before.value + (after.value - before.value) * share;
}

/** The last target: where the path ends. */
export function finalTarget({ targets }: Path): Target | null {
	return targets.at(-1) ?? null;
}

/**
 * The length of the whole way, never 0: from the first point to the last; the size of the target itself when they are
 * the same, as for a figure to be held.
 */
export function wayLength(path: Path): number {
	const points = pathPoints(path);
	const first = points[0]?.value ?? 0;
	const last = points.at(-1)?.value ?? 0;
	return Math.abs(last - first) || Math.abs(last) || 1;
}
