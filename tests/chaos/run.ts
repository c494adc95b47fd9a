// `npm run test:chaos`: seeds in worlds of their own, side by side; ends with what was counted, and fails on anything that must be zero.
import { parseArgs } from 'node:util';
import { catchFaults } from './catch-faults.ts';
import { FAULTS } from './faults.ts';
import { runSeed, type Outcome } from './run-seed.ts';
import { NAMED_SEEDS } from './seeds.ts';
import { openWorld, type World } from './world.ts';

const { values } = parseArgs({
	options: {
		seeds: { type: 'string', default: '20' },
		ops: { type: 'string', default: '300' },
		first: { type: 'string', default: '1' },
		processes: { type: 'string', default: '2' },
		/** No named seeds before those asked for. */
		only: { type: 'boolean', default: false },
		fault: { type: 'string', default: '' },
		faults: { type: 'boolean', default: false },
		verbose: { type: 'boolean', default: false },
	},
});

const first = Number(values.first);
const named = NAMED_SEEDS.map(({ seed }) => seed);
const asked = Array.from({ length: Number(values.seeds) }, (_, i) => first + i);
const seeds = values.only ? asked : [...named, ...asked.filter((seed) => !named.includes(seed))];
const wantedSeeds = seeds.length;
/** Even seeds have Redis between the processes, odd ones Postgres: two worlds side by side. */
const lanes = {
	redis: seeds.filter((seed) => seed % 2 === 0),
	postgres: seeds.filter((seed) => seed % 2 === 1),
};
const outcomes: Outcome[] = [];

/** Many times what a seed takes on a busy machine: one that has not ended by then waits for something that will not come. */
const STUCK_MS = 300_000;

async function lane(bus: keyof typeof lanes): Promise<void> {
	if (lanes[bus].length === 0) return;
	const world = await openWorld({
		processes: Number(values.processes),
		bus,
		environment: values.fault === '' ? {} : { FAULT: values.fault },
	});
	try {
		for (const seed of lanes[bus]) {
			const started = performance.now();
			const stuck = setTimeout(() => giveUp(seed, world), STUCK_MS);
			const outcome = await runSeed(world, { seed, operations: Number(values.ops) });
			clearTimeout(stuck);
			outcomes.push(outcome);
			say(outcome, performance.now() - started);
			if (values.verbose) for (const node of world.nodes) process.stdout.write(node.errors.slice(-3000));
		}
	} catch (error) {
		// Before anything is closed, which may hang where all is broken.
		process.stdout.write(`${String(error instanceof Error ? error.stack : error)}\n`);
		throw error;
	} finally {
		await world.close();
	}
}

/** A run that hangs says where, and fails. */
function giveUp(seed: number, { nodes, people }: World): never {
	const state = nodes.map(
		({ name, isRunning, errors }) => `  ${name} ${isRunning ? 'runs' : 'is gone'}: ${errors.slice(-500)}`,
	);
	process.stdout.write(`seed ${seed}: stuck\n${[...state, ...people.deaths].join('\n')}\n`);
	process.exit(1);
}

function say(outcome: Outcome, took: number): void {
	const { seed, edits, acknowledged, kills, postgresKills, faults, calmAfter } = outcome;
	process.stdout.write(
		`seed ${seed}: ${edits} edits, ${acknowledged} acknowledged, ${kills} kills, ${postgresKills} of Postgres, ` +
			`calm after ${Math.round(calmAfter)} ms, ${faults.length} faults (${(took / 1_000).toFixed(1)} s)\n`,
	);
	if (faults.length === 0) return;
	process.stdout.write(
		`${faults
			.slice(0, 20)
			.map((fault) => `  ${fault}`)
			.join('\n')}\n`,
	);
	process.stdout.write(`  plan: ${JSON.stringify(outcome.plan)}\n`);
}

if (values.faults) {
	const wanted = FAULTS.filter((fault) => values.fault === '' || values.fault.split(',').includes(fault));
	const caught = await catchFaults((words) => void process.stdout.write(words), wanted);
	process.stdout.write(`${caught.length} of ${wanted.length} planted faults caught\n`);
	process.exit(caught.length === wanted.length ? 0 : 1);
}
await Promise.all([lane('redis'), lane('postgres')]);
const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, one) => total + of(one), 0);
process.stdout.write(
	`${outcomes.length} seeds, ${sum(({ acknowledged }) => acknowledged)} acknowledged edits, ` +
		`${sum(({ kills }) => kills)} kills of a process, ${sum(({ postgresKills }) => postgresKills)} of Postgres, ` +
		`${sum(({ unknown }) => unknown)} unknown, ${sum(({ faults }) => faults.length)} faults\n`,
);
process.stdout.write(`deaths by instant: ${listed(outcomes.map(({ instants }) => instants))}\n`);
process.stdout.write(`attacks: ${listed(outcomes.map(({ attacks }) => attacks))}\n`);
const calms = outcomes.map(({ calmAfter }) => calmAfter).sort((a, b) => a - b);
const calmAt = (share: number): number => Math.round(calms[Math.floor((calms.length - 1) * share)] ?? 0);
process.stdout.write(
	`calm after the last nemesis: median ${calmAt(0.5)} ms, 95 % within ${calmAt(0.95)} ms\n`,
);
process.exit(outcomes.length === wantedSeeds && sum(({ faults }) => faults.length) === 0 ? 0 : 1);

/** Counts of the same name added up. */
function listed(counts: readonly Record<string, number>[]): string {
	const totals = new Map<string, number>();
	for (const each of counts) {
		for (const [name, count] of Object.entries(each)) totals.set(name, (totals.get(name) ?? 0) + count);
	}
	return [...totals].map(([name, count]) => `${name} ${count}`).join(', ');
}
