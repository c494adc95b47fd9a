// The load generator: one process, the same for every server.
import { openCursors } from './cursors.ts';
import { openEntering } from './entering.ts';
import type { JobOptions } from './jobs.ts';
import { openKilling } from './killing.ts';
import { openLatency } from './latency.ts';
import { openTyping } from './typing.ts';

const jobs = {
	typing: openTyping,
	latency: openLatency,
	cursors: openCursors,
	entering: openEntering,
	killing: openKilling,
};

export type JobName = keyof typeof jobs;
/** The jobs by name, for the process that gives them out. */
export type Jobs = typeof jobs;
export type Order =
	{ do: 'open'; job: JobName; options: JobOptions } | { do: 'run'; options: never } | { do: 'close' };

let current: { run(options: never): Promise<object>; close(): void } | null = null;

process.on('disconnect', () => process.exit(1));
process.on('message', (order: Order) => {
	obey(order).then(
		(result) => process.send?.(result),
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
			process.exit(1);
		},
	);
});

async function obey(order: Order): Promise<object> {
	if (order.do === 'open') current = await jobs[order.job](order.options);
	else if (order.do === 'run' && current) return current.run(order.options);
	else if (order.do === 'close') {
		current?.close();
		current = null;
	}
	return {};
}
