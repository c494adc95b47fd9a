import { FAULT_PLANS } from './fault-plans.ts';
import { type Fault } from './faults.ts';
import { runSeed } from './run-seed.ts';
import { openWorld } from './world.ts';

/** Enough for each fault to show itself under its plan. */
const OPERATIONS = 120;

/** Each planted fault in a world of its own. @returns those that were caught for their own reason */
export async function catchFaults(say: (words: string) => void, only: readonly Fault[]): Promise<Fault[]> {
	const waiting = [...only];
	const caught: Fault[] = [];
	const lane = async (): Promise<void> => {
		for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
			const started = performance.now();
			const found = await tryFault(fault, say);
			const took = ((performance.now() - started) / 1_000).toFixed(1);
			if (found !== null) caught.push(fault);
			say(
				`${found === null ? 'NOT CAUGHT' : 'caught'}: ${fault} (${took} s)${found === null ? '' : `: ${found}`}\n`,
			);
		}
	};
	await Promise.all([lane(), lane()]);
	return caught;
}

/** What the harness says of the fault; null when it says nothing of it. */
async function tryFault(fault: Fault, say: (words: string) => void): Promise<string | null> {
	const world = await openWorld({ processes: 2, bus: 'postgres', environment: { FAULT: fault } });
	try {
		const { plan, attacks, caughtBy } = FAULT_PLANS[fault];
		const { faults } = await runSeed(world, { seed: 7, operations: OPERATIONS, plan, attacks });
		const found = faults.find((words) => caughtBy.test(words)) ?? null;
		if (found === null) say(faults.map((words) => `  ${words}\n`).join(''));
		return found;
	} finally {
		await world.close();
	}
}
