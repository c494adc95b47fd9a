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
