/** So few ranges are added one by one. */
const FEW = 16;

/**
 * Sorted, disjoint, half-open ranges of whole numbers, kept flat (`start, end, start, end`): thousands of
 * deletions of one client cost two numbers each.
 */
export class Intervals {
	#bounds: number[] = [];

	get count(): number {
		return this.#bounds.length / 2;
	}

	/** The parts of `[start, end)` that are not covered yet, as a flat list. */
	missing(start: number, end: number): number[] {
		const gaps: number[] = [];
		let cursor = start;
		for (let i = this.#firstEndingAfter(start); i < this.#bounds.length && cursor < end; i += 2) {
			const [from, to] = [this.#at(i), this.#at(i + 1)];
			if (from >= end) break;
			if (from > cursor) gaps.push(cursor, from);
			cursor = Math.max(cursor, to);
		}
		if (cursor < end) gaps.push(cursor, end);
		return gaps;
	}

	/** Covers `[start, end)`, joining what it touches. */
	add(start: number, end: number): void {
		if (end <= start) return;
		const first = this.#firstEndingAfter(start - 1);
		let last = first;
		let [from, to] = [start, end];
		while (last < this.#bounds.length && this.#at(last) <= end) {
			from = Math.min(from, this.#at(last));
			to = Math.max(to, this.#at(last + 1));
			last += 2;
		}
		if (first === this.#bounds.length) this.#bounds.push(from, to);
		else this.#bounds.splice(first, last - first, from, to);
	}

	/** Covers many ranges, in any order, in one pass: one by one, each might move all those after it. */
	addAll(ranges: readonly (readonly [start: number, end: number])[]): void {
		if (ranges.length <= FEW) {
			for (const [start, end] of ranges) this.add(start, end);
			return;
		}
		const sorted = ranges.filter(([start, end]) => end > start).sort(([a], [b]) => a - b);
		const merged: number[] = [];
		let at = 0;
		for (const [start, end] of sorted) {
			for (; at < this.#bounds.length && this.#at(at) <= start; at += 2)
				append(merged, this.#at(at), this.#at(at + 1));
			append(merged, start, end);
		}
		for (; at < this.#bounds.length; at += 2) append(merged, this.#at(at), this.#at(at + 1));
		this.#bounds = merged;
	}

	/** Index of the first range whose end is after `position`. */
	#firstEndingAfter(position: number): number {
		let low = 0;
		let high = this.#bounds.length / 2;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.#at(middle * 2 + 1) > position) high = middle;
			else low = middle + 1;
		}
		return low * 2;
	}

	#at(index: number): number {
		return this.#bounds[index] ?? Infinity;
	}
}

/** Adds a range that starts after all others, or joins it to the last. */
function append(bounds: number[], start: number, end: number): void {
	const last = bounds.length - 1;
	if (last > 0 && (bounds[last] ?? 0) >= start) bounds[last] = Math.max(bounds[last] ?? 0, end);
	else bounds.push(start, end);
}
