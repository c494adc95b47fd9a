import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from './children.ts';
import { LoadClient } from './load-client.ts';
import type { BenchOptions } from './options.ts';
import type { Figures, Scenario } from './scenario.ts';
import { Running, type Target } from './targets.ts';

/** Figures of every round, by scenario and server. */
export type Measured = Map<string, Figures[]>;

export function keyOf(scenario: Scenario, target: Target): string {
	return `${scenario.name} / ${target.name}`;
}

/** Runs every scenario on every server, round after round, in an order that turns: whatever disturbs the machine disturbs all alike. */
export async function measureAll(input: {
	scenarios: readonly Scenario[];
	targets: readonly Target[];
	options: BenchOptions;
	say: (line: string) => void;
}): Promise<Measured> {
	const { scenarios, targets, options, say } = input;
	const measured: Measured = new Map();
	for (const scenario of scenarios) {
		const concerned = targets.filter((target) => scenario.concerns?.(target) ?? true);
		for (let round = 0; round < options.rounds; round++) {
			for (const target of round % 2 === 0 ? concerned : [...concerned].reverse()) {
				const figures = await measureOne(scenario, target, options.profile);
				const key = keyOf(scenario, target);
				measured.set(key, [...(measured.get(key) ?? []), figures]);
				say(`${scenario.name} ${round + 1}/${options.rounds} ${target.name}: ${describe(figures)}`);
			}
		}
	}
	return measured;
}

async function measureOne(scenario: Scenario, target: Target, profile: string | null): Promise<Figures> {
	const flags = profile !== null && target.isOurs ? profiling(profile, scenario, target) : [];
	let running = await Running.start(target, flags);
	const load = new LoadClient();
	try {
		return await scenario.measure({
			target,
			running,
			load,
			restart: async () => (running = await Running.start(target)),
			commit: () => measureCommit(target),
		});
	} finally {
		await load.stop();
		await running.stop();
	}
}

function profiling(folder: string, scenario: Scenario, target: Target): string[] {
	mkdirSync(folder, { recursive: true });
	const name = `${scenario.name}-${target.name.replaceAll(/[^a-z]+/gi, '-')}.cpuprofile`;
	return ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}`];
}

async function measureCommit(target: Target): Promise<{ median: number; p95: number } | null> {
	if (!target.isOurs) return null;
	const { DATA_DIR } = target.environment;
	const environment =
		DATA_DIR === undefined ? target.environment : { DATA_DIR: join(DATA_DIR, '..', 'bare') };
	const child = Child.start(join(import.meta.dirname, 'servers/commit.ts'), environment);
	await child.ask();
	const times = await child.ask<{ median: number; p95: number }>({ ask: 'commit', count: 250 });
	await child.stop();
	return times;
}

function describe(figures: Figures): string {
	return Object.entries(figures)
		.map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
		.join(', ');
}
