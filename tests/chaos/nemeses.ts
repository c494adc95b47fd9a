import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import { INSTANTS, type Instant } from './deaths.ts';
import { createRandom, seedOf, type Random } from './random.ts';

/** What a rolling restart brings. */
export const NEXT_SCHEMA_VERSION = CURRENT_SCHEMA_VERSION + 1;

/** One thing that goes wrong, and for how long. Times in milliseconds. */
export type Nemesis =
	| { kind: 'kill-at'; node: number; instant: Instant; passes: number }
	| { kind: 'kill'; node: number }
	| { kind: 'restart'; node: number }
	| { kind: 'stall'; node: number; lasts: number }
	| { kind: 'postgres-kill'; lasts: number }
	| { kind: 'postgres-stall'; lasts: number }
	| { kind: 'clock'; node: number; shift: number; lasts: number }
	| { kind: 'database-link'; node: number; how: 'cut' | 'hold' | 'delay' | 'reset'; lasts: number }
	| {
			kind: 'link';
			person: number;
			how: 'cut' | 'hold' | 'delay' | 'slow' | 'abandon' | 'reset';
			lasts: number;
	  }
	| { kind: 'links'; how: 'cut' | 'hold' | 'delay'; lasts: number }
	| { kind: 'reload'; person: number; otherDevice: boolean }
	| { kind: 'sleep'; lasts: number }
	/** The bus dies and comes back, or its lines do; `listener` ends the connections that listen, by the database itself. */
	| { kind: 'bus-kill'; lasts: number }
	| { kind: 'bus-link'; node: number; how: 'cut' | 'hold' | 'delay' | 'reset'; lasts: number }
	| { kind: 'listener' }
	/** Every process in turn comes back with a newer schema. */
	| { kind: 'upgrade' };

/** A nemesis and the operation from which on it strikes; those of one track strike one after the other. */
export interface Strike {
	from: number;
	nemesis: Nemesis;
}

export interface Plan {
	/** What happens to machines, and what happens to people and their lines: tracks side by side. */
	machines: Strike[];
	bus: Strike[];
	people: Strike[];
	/** Operation from which on there is no bus any more, until all is counted; never for null. */
	busLostAt: number | null;
	/** Operation at which a right ends. */
	revokedAt: number;
}

const HOUR_MS = 3_600_000;

export interface PlanOptions {
	seed: number;
	operations: number;
	processes: number;
	people: number;
}

/** The nemeses of a seed. */
export function planOf({ seed, operations, processes, people }: PlanOptions): Plan {
	const random = createRandom(seedOf(seed, 'plan'));
	const lasts = (from: number, to: number): number => Math.round(random.between(from, to));
	const node = (): number => random.below(processes);
	const machine = (): Nemesis =>
		weighted<Nemesis>(random, [
			[
				9,
				() => ({
					kind: 'kill-at',
					node: node(),
					instant: random.pick(INSTANTS),
					passes: 1 + random.below(12),
				}),
			],
			[3, () => ({ kind: 'kill', node: node() })],
			[2, () => ({ kind: 'restart', node: node() })],
			[2, () => ({ kind: 'stall', node: node(), lasts: lasts(200, 1_200) })],
			[4, () => ({ kind: 'postgres-kill', lasts: lasts(50, 400) })],
			[1, () => ({ kind: 'postgres-stall', lasts: lasts(200, 1_200) })],
			[
				2,
				() => ({
					kind: 'clock',
					node: node(),
					shift: random.chance(0.5) ? HOUR_MS : -HOUR_MS,
					lasts: lasts(300, 900),
				}),
			],
			[
				3,
				() => ({
					kind: 'database-link',
					node: node(),
					how: random.pick(['cut', 'hold', 'delay', 'reset'] as const),
					lasts: lasts(200, 1_000),
				}),
			],
		]);
	const between = (): Nemesis =>
		weighted<Nemesis>(random, [
			[2, () => ({ kind: 'bus-kill', lasts: lasts(300, 1_500) })],
			[
				3,
				() => ({
					kind: 'bus-link',
					node: node(),
					how: random.pick(['cut', 'hold', 'delay', 'reset'] as const),
					lasts: lasts(300, 1_500),
				}),
			],
			[2, () => ({ kind: 'listener' })],
		]);
	const line = (): Nemesis =>
		weighted<Nemesis>(random, [
			[
				6,
				() => ({
					kind: 'link',
					person: random.below(people),
					how: random.pick(['cut', 'hold', 'delay', 'slow', 'abandon', 'reset'] as const),
					lasts: lasts(200, 1_500),
				}),
			],
			[
				2,
				() => ({
					kind: 'links',
					how: random.pick(['cut', 'hold', 'delay'] as const),
					lasts: lasts(200, 800),
				}),
			],
			[4, () => ({ kind: 'reload', person: random.below(people), otherDevice: random.chance(0.5) })],
			[1, () => ({ kind: 'sleep', lasts: lasts(200, 1_000) })],
		]);
	const strikes = (count: number, make: () => Nemesis): Strike[] =>
		Array.from({ length: count }, () => ({ from: random.below(operations), nemesis: make() })).sort(
			(a, b) => a.from - b.from,
		);
	const isShared = processes > 1;
	const machines = strikes(4 + random.below(3), machine);
	if (isShared && random.chance(0.15))
		machines.push({ from: random.below(operations), nemesis: { kind: 'upgrade' } });
	return {
		machines: machines.sort((a, b) => a.from - b.from),
		bus: isShared ? strikes(1 + random.below(3), between) : [],
		busLostAt: isShared && random.chance(0.2) ? random.below(operations) : null,
		people: strikes(3 + random.below(4), line),
		revokedAt: Math.floor(operations * random.between(0.3, 0.6)),
	};
}

function weighted<T>(random: Random, choices: readonly (readonly [weight: number, make: () => T])[]): T {
	let at = random.below(choices.reduce((sum, [weight]) => sum + weight, 0));
	for (const [weight, make] of choices) {
		at -= weight;
		if (at < 0) return make();
	}
	throw new Error('nothing to choose from');
}
