import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, Histogram, Registry } from 'prom-client';
import type { Bus } from './collaboration/ports/bus.ts';
import type { DocumentLog } from './collaboration/ports/document-log.ts';
import type { CollaborationStats } from './collaboration/ports/server.ts';

/** Upper bounds of the time of a commit, in seconds: from a local disk at rest to a database in trouble. */
const COMMIT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

const NANOSECONDS = 1e9;

/** What one process is like now: read when asked for, never kept. */
export interface Measures {
	stats(): CollaborationStats;
	bus: Pick<Bus, 'isShared' | 'isUp'>;
}

export interface Metrics {
	/** Prometheus text. */
	text(): Promise<string>;
	/** The same log, each commit timed. */
	timed(log: DocumentLog): DocumentLog;
	/** Where the numbers come from; set once the co-editing server is there. */
	watch(measures: Measures): void;
	/** The longest the process was late since the last reading, in milliseconds. */
	loopDelay(): number;
	close(): void;
}

/** The numbers of one process, in a registry of its own. Labels are reasons and codes: never a document or a person. */
export function createMetrics(now: () => number = () => performance.now()): Metrics {
	const registry = new Registry();
	const delay = monitorEventLoopDelay({ resolution: 20 });
	delay.enable();
	let measures: Measures | null = null;
	const commit = new Histogram({
		name: 'terrimed_commit_seconds',
		help: 'Time of one commit of the log, of one update or many',
		buckets: COMMIT_SECONDS,
		registers: [registry],
	});
	const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
		new Gauge({ name: `terrimed_${name}`, help, labelNames, registers: [registry] });
	const single: Record<string, [gauge: Gauge, of: (stats: CollaborationStats) => number]> = {
		connections: [gauge('connections', 'Connections of co-editing'), ({ connections }) => connections],
		rooms: [gauge('rooms', 'Documents open'), ({ rooms }) => rooms],
		queued: [gauge('updates_queued', 'Updates accepted and not yet durable'), ({ queued }) => queued],
		commits: [gauge('commits_total', 'Commits since the start'), ({ commits }) => commits],
		committed: [
			gauge('updates_committed_total', 'Updates made durable since the start'),
			({ committed }) => committed,
		],
		catchUps: [
			gauge('catch_ups_total', 'Times the log was read again for an open document'),
			({ catchUps }) => catchUps,
		],
	};
	const refused = gauge('frames_refused_total', 'Frames without effect, by reason', ['reason']);
	const closed = gauge('sockets_closed_total', 'Connections closed by the server, by code', ['code']);
	const snapshots = gauge('snapshots', 'Snapshots, by what became of them', ['outcome']);
	const busUp = gauge('bus_up', '1 while hints flow between processes; always 1 for a process alone');
	const loop = gauge('loop_delay_seconds', 'How late the process was since the last reading', ['quantile']);
	const memory = gauge('memory_bytes', 'Memory of the process, by kind', ['kind']);

	const read = ({ stats, bus }: Measures): void => {
		const numbers = stats();
		for (const [measured, of] of Object.values(single)) measured.set(of(numbers));
		for (const [reason, count] of Object.entries(numbers.refused)) refused.set({ reason }, count);
		for (const [code, count] of Object.entries(numbers.closed)) closed.set({ code }, count);
		for (const [outcome, count] of Object.entries(numbers.snapshots)) snapshots.set({ outcome }, count);
		busUp.set(bus.isUp ? 1 : 0);
	};
	return {
		async text() {
			if (measures) read(measures);
			loop.set({ quantile: '0.5' }, delay.percentile(50) / NANOSECONDS);
			loop.set({ quantile: '0.99' }, delay.percentile(99) / NANOSECONDS);
			loop.set({ quantile: '1' }, delay.max / NANOSECONDS);
			delay.reset();
			const { rss, heapUsed, external } = process.memoryUsage();
			for (const [kind, bytes] of Object.entries({ rss, heapUsed, external })) memory.set({ kind }, bytes);
			return registry.metrics();
		},
		timed: (log) =>
			new Proxy(log, {
				get(target, name) {
					if (name === 'append') {
						return async (...given: Parameters<DocumentLog['append']>) => {
							const started = now();
							const outcomes = await target.append(...given);
							commit.observe((now() - started) / 1_000);
							return outcomes;
						};
					}
					const value: unknown = Reflect.get(target, name);
					return typeof value === 'function' ? value.bind(target) : value;
				},
			}),
		watch: (watched) => void (measures = watched),
		loopDelay: () => delay.percentile(99) / 1e6,
		close: () => void delay.disable(),
	};
}
