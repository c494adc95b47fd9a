import { createMemoryHub, type MemoryHub } from '../adapters/memory-bus.ts';
import type { LimitName } from '../limits.ts';
import type { Bus } from '../ports/bus.ts';
import { buildServer } from './harness.ts';

/** One server of several, and its bus. */
export type Process = ReturnType<typeof buildServer> & { bus: Bus };

/** So many servers on one log, with a hub between them. */
export function buildProcesses(
	count: number,
	options: { hub?: MemoryHub; limits?: Partial<Record<LimitName, number>> } = {},
): { hub: MemoryHub; processes: Process[] } {
	const hub = options.hub ?? createMemoryHub();
	const processes: Process[] = [];
	for (let i = 0; i < count; i++) {
		const first = processes[0];
		const bus = hub.open();
		const shared = first
			? { clock: first.clock, log: first.log, authorizer: first.authorizer, bus }
			: { bus };
		processes.push({ ...buildServer(options.limits, undefined, shared), bus });
	}
	return { hub, processes };
}

/** Two servers on one log. */
export function pair(options: Parameters<typeof buildProcesses>[1] = {}): {
	hub: MemoryHub;
	a: Process;
	b: Process;
} {
	const { hub, processes } = buildProcesses(2, options);
	const [a, b] = processes;
	if (!a || !b) throw new Error('two processes are needed');
	return { hub, a, b };
}
