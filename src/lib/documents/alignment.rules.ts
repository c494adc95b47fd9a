import { textOf, type Passage } from './passage.content.ts';

/** Which passage of the first text each one of the second comes from, and which of those have not moved. */
export interface Alignment {
	/** By index in the second text: index in the first, or null for a new passage. */
	sources: (number | null)[];
	/** Indexes in the second text whose passage is still in its place among the others. */
	inPlace: ReadonlySet<number>;
}

/** Share of words in common from which two passages in the same place are one that was rewritten. */
const ALIKE = 0.4;

/** Passages compared with one another between two that are known: beyond it, a rewriting is told as new text. */
const GAP = 40;

/**
 * Pairs the passages of two texts: by identity (the shared text's own), then by equal words wherever they are, then by
 * likeness between the same neighbours. Each is in at most one pair.
 */
export function alignPassages(before: readonly Passage[], after: readonly Passage[]): Alignment {
	const sources: (number | null)[] = after.map(() => null);
	const free = new Set(before.keys());
	const take = (index: number, from: number): void => {
		sources[index] = from;
		free.delete(from);
	};
	pairBy(before, after, { keyOf: (passage) => passage.id, sources, free, take });
	pairBy(before, after, { keyOf: wordsOf, sources, free, take });
	pairAlike(before, after, { sources, free, take });
	return { sources, inPlace: longestRising(sources) };
}

interface Pairing {
	sources: readonly (number | null)[];
	free: ReadonlySet<number>;
	take: (index: number, from: number) => void;
}

function pairBy(
	before: readonly Passage[],
	after: readonly Passage[],
	pairing: Pairing & { keyOf: (passage: Passage) => string },
): void {
	const { keyOf, sources, free, take } = pairing;
	const waiting = new Map<string, number[]>();
	before.forEach((passage, index) => {
		const key = keyOf(passage);
		if (key === '' || !free.has(index)) return;
		const list = waiting.get(key);
		if (list === undefined) waiting.set(key, [index]);
		else list.push(index);
	});
	after.forEach((passage, index) => {
		if (sources[index] !== null) return;
		const from = waiting.get(keyOf(passage))?.shift();
		if (from !== undefined) take(index, from);
	});
}

function wordsOf(passage: Passage): string {
	const text = textOf(passage).trim();
	return text === '' ? '' : `${passage.kind} ${text}`;
}

/** Between two passages that kept their place, what is left of each side is paired in order, when it is alike. */
function pairAlike(before: readonly Passage[], after: readonly Passage[], pairing: Pairing): void {
	const { sources, free, take } = pairing;
	const anchors = [...longestRising(sources)].sort((one, other) => one - other);
	let [afterFrom, beforeFrom] = [0, 0];
	for (const anchor of [...anchors, after.length]) {
		const beforeTo = sources[anchor] ?? before.length;
		const news = range(afterFrom, anchor).filter((index) => sources[index] === null);
		const olds = range(beforeFrom, beforeTo).filter((index) => free.has(index));
		if (news.length <= GAP && olds.length <= GAP) pairGap({ before, after, news, olds, take });
		[afterFrom, beforeFrom] = [anchor + 1, beforeTo + 1];
	}
}

function pairGap(gap: {
	before: readonly Passage[];
	after: readonly Passage[];
	news: readonly number[];
	olds: readonly number[];
	take: (index: number, from: number) => void;
}): void {
	const bags = new Map(gap.olds.map((from) => [from, bagOf(gap.before[from])]));
	let start = 0;
	for (const index of gap.news) {
		const bag = bagOf(gap.after[index]);
		const found = gap.olds.findIndex(
			(from, place) => place >= start && likeness(bag, bags.get(from) ?? new Map()) >= ALIKE,
		);
		const from = gap.olds[found];
		if (from === undefined) continue;
		gap.take(index, from);
		start = found + 1;
	}
}

function range(start: number, end: number): number[] {
	return Array.from({ length: Math.max(end - start, 0) }, (_, index) => start + index);
}

function bagOf(passage: Passage | undefined): Map<string, number> {
	const bag = new Map<string, number>();
	for (const word of passage === undefined ? [] : textOf(passage).split(/\s+/)) {
		if (word !== '') bag.set(word, (bag.get(word) ?? 0) + 1);
	}
	return bag;
}

/** Dice's coefficient of two bags of words: 1 for the same words, 0 for none in common or no word at all. */
function likeness(one: Map<string, number>, other: Map<string, number>): number {
	let [shared, total] = [0, 0];
	for (const [word, count] of one) {
		shared += Math.min(count, other.get(word) ?? 0);
		total += count;
	}
	for (const count of other.values()) total += count;
	return total === 0 ? 0 : (2 * shared) / total;
}

/** The most indexes whose sources rise: what is out of it has moved. In n log n, by patience. */
export function longestRising(sources: readonly (number | null)[]): Set<number> {
	const tails: number[] = [];
	const previous = new Map<number, number>();
	const sourceAt = (place: number): number => sources[tails[place] ?? -1] ?? -1;
	sources.forEach((source, index) => {
		if (source === null) return;
		let [low, high] = [0, tails.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (sourceAt(middle) < source) low = middle + 1;
			else high = middle;
		}
		const before = tails[low - 1];
		if (before !== undefined) previous.set(index, before);
		tails[low] = index;
	});
	const kept = new Set<number>();
	for (let index = tails.at(-1); index !== undefined; index = previous.get(index)) kept.add(index);
	return kept;
}
