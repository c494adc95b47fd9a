import type { Fault } from './faults.ts';
import type { Nemesis, Plan, Strike } from './nemeses.ts';

/** What a planted fault meets so that a short run shows it, and what the harness must say of it: caught for its own reason. */
export interface FaultPlan {
	plan: Plan;
	/** Of how many operations one is an attack. */
	attacks: number;
	caughtBy: RegExp;
}

const at = (from: number, nemesis: Nemesis): Strike => ({ from, nemesis });

const calm: Plan = { machines: [], bus: [], people: [], busLostAt: null, revokedAt: 60 };

/** A death in the middle of the commits of each process, twice. */
const deaths: Plan = {
	...calm,
	machines: [20, 45, 70, 95].map((from, i) =>
		at(from, { kind: 'kill-at', node: i % 2, instant: 'before-commit', passes: 2 }),
	),
};

const deathOfBoth: Plan = {
	...calm,
	machines: [at(30, { kind: 'kill', node: 0 }), at(60, { kind: 'kill', node: 1 })],
};

const HOUR_MS = 3_600_000;

export const FAULT_PLANS: Record<Fault, FaultPlan> = {
	'ack-before-commit': { plan: deaths, attacks: 0, caughtBy: /acknowledged and (not stored|lost)/ },
	'broadcast-before-commit': { plan: deaths, attacks: 0, caughtBy: /shown and not stored/ },
	'snapshot-skips-last': { plan: deathOfBoth, attacks: 0, caughtBy: /snapshot \d+ and fold\(log\) differ/ },
	'read-only-unchecked': { plan: calm, attacks: 0.4, caughtBy: /never sent: ⟦x-/ },
	'seed-on-each-load': { plan: deathOfBoth, attacks: 0, caughtBy: /there \d+ times: ⟦modele⟧/ },
	'client-id-unguarded': { plan: deathOfBoth, attacks: 0.8, caughtBy: /never sent: ⟦x-/ },
	'notify-only': { plan: { ...calm, busLostAt: 20 }, attacks: 0, caughtBy: /pages differ|differs from fold/ },
	'ordered-by-time': {
		plan: { ...calm, machines: [at(20, { kind: 'clock', node: 1, shift: -HOUR_MS, lasts: 60_000 })] },
		attacks: 0,
		caughtBy: /pages differ|differs from fold|not at rest/,
	},
};
