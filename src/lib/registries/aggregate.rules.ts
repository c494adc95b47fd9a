/** Under this many people a figure says too much of each of them. */
export const SMALLEST_GROUP = 5;

/**
 * Each figure shown is a multiple of this. So the difference of two of them, whether of two groupings or of two days, is never a number
 * from 1 to 4: somebody who arrives, leaves or changes their mind is not found by comparing.
 */
export const ROUNDING = 5;

export interface Group {
	code: string;
	/** The group of a coarser grouping that holds this one whole, when that grouping is shown too. */
	parent?: string;
	count: number;
}

export interface ShownGroup {
	code: string;
	/** Rounded. */
	count: number;
}

export interface ShownGrouping {
	/** Rounded; null when there are too few for a figure. */
	total: number | null;
	groups: ShownGroup[];
}

/**
 * Codes of the groups to hide: those under the smallest size, and as many more, the smallest first, as it takes for the hidden ones to be
 * at least two and at least that size together, so that the total minus what is shown tells nothing of one of them. When every group is
 * hidden the total remains, and it is of everybody. Empty groups are nobody's and stay.
 */
export function hiddenGroups(groups: readonly Group[]): Set<string> {
	const bySize = groups.filter(({ count }) => count > 0).toSorted((a, b) => a.count - b.count);
	const hidden = bySize.filter(({ count }) => count < SMALLEST_GROUP);
	if (hidden.length === 0) return new Set();
	const rest = bySize.slice(hidden.length);
	const sum = () => hidden.reduce((total, { count }) => total + count, 0);
	while (rest.length > 0 && (hidden.length < 2 || sum() < SMALLEST_GROUP)) {
		const next = rest.shift();
		if (next !== undefined) hidden.push(next);
	}
	return new Set(hidden.map(({ code }) => code));
}

/**
 * The same for a grouping whose groups lie in those of another one that is shown too (communes in EPCI): inside each parent the hidden
 * ones hold together as above, and a hidden parent hides all of its own, whose sum it would be.
 */
export function hiddenInside(groups: readonly Group[], parents: readonly Group[]): Set<string> {
	const hiddenParents = hiddenGroups(parents);
	const hidden = new Set<string>();
	for (const [parent, own] of Map.groupBy(groups, (group) => group.parent ?? '')) {
		const codes = hiddenParents.has(parent) ? own.map(({ code }) => code) : hiddenGroups(own);
		for (const code of codes) hidden.add(code);
	}
	return hidden;
}

/** To the nearest multiple; what is shown is at least the smallest group, so it never rounds to nothing. */
export function rounded(count: number): number {
	return Math.round(count / ROUNDING) * ROUNDING;
}

/**
 * What a reader of totals gets of a grouping. A hidden group is left out as an empty one is: its name alone would tell, on the day when it comes
 * or goes, that somebody did.
 */
export function showGroups(groups: readonly Group[], hidden: ReadonlySet<string>): ShownGrouping {
	const total = groups.reduce((sum, { count }) => sum + count, 0);
	return {
		total: total < SMALLEST_GROUP ? null : rounded(total),
		groups: groups.flatMap(({ code, count }) =>
			hidden.has(code) || count === 0 ? [] : [{ code, count: rounded(count) }],
		),
	};
}
