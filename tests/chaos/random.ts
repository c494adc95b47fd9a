/** A generator of choices: the same seed makes the same choices in the same order (mulberry32). */
export interface Random {
	/** From 0 to 1, 1 excluded. */
	next(): number;
	/** A whole number from 0 to `end`, `end` excluded. */
	below(end: number): number;
	/** A number from `from` to `to`. */
	between(from: number, to: number): number;
	chance(probability: number): boolean;
	pick<T>(list: readonly T[]): T;
}

export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	// Seeds that follow each other would otherwise begin alike.
	for (let i = 0; i < 3; i += 1) next();
	const below = (end: number): number => Math.floor(next() * end);
	return {
		next,
		below,
		between: (from, to) => from + next() * (to - from),
		chance: (probability) => next() < probability,
		pick(list) {
			const picked = list[below(list.length)];
			if (picked === undefined) throw new Error('nothing to pick from');
			return picked;
		},
	};
}

/** A seed of its own for a part of a run, so that one part's choices do not move another's. */
export function seedOf(seed: number, part: string): number {
	let hash = 2166136261 ^ seed;
	for (let i = 0; i < part.length; i += 1) hash = Math.imul(hash ^ part.charCodeAt(i), 16777619);
	return hash >>> 0;
}
