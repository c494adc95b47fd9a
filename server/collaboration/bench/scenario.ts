import type { LoadClient } from './load-client.ts';
import type { Running, Target } from './targets.ts';

/** What one round of a scenario gives for one server, by name of the figure. */
export type Figures = Record<string, number>;

export type Bench = {
	target: Target;
	running: Running;
	load: LoadClient;
	/** Starts the server again, on what it has stored. */
	restart(): Promise<Running>;
	/** A bare one-row commit on the same database, milliseconds; null for a server that has none. */
	commit(): Promise<{ median: number; p95: number } | null>;
};

/** One line of the table: a figure of ours over one of the same round. */
export type Goal = {
	/** What the line says. */
	label: string;
	figure: string;
	/** Unit of the figure, for the columns of absolute values. */
	unit: string;
	/** Compared with this server; null for a figure that is judged as it is. */
	against: string | null;
	/** Figure of the other server; by default the same. A function for what is put together of several. */
	over?: (theirs: Figures, ours: Figures) => number;
	atLeast?: number;
	atMost?: number;
};

export type Scenario = {
	name: string;
	/** What exactly is done, for the report. */
	what: string;
	goals: Goal[];
	/** Servers for which it has a meaning; all by default. */
	concerns?: (target: Target) => boolean;
	measure(bench: Bench): Promise<Figures>;
};

/** CPU between two moments, microseconds of Node and of Node with its database. */
export async function cpuOf<Result>(
	running: Running,
	work: () => Promise<Result>,
): Promise<{ result: Result; node: number; both: number }> {
	const before = await running.usage();
	const result = await work();
	const after = await running.usage();
	const node = after.cpu - before.cpu;
	return { result, node, both: node + after.databaseCpu - before.databaseCpu };
}
