import { BEAT_MS, perSecond } from '#lib/processes/process.rules.ts';
import type { Database } from '#lib/server/database/database.ts';
import { recordBeat } from '#lib/server/processes/process.commands.ts';
import type { Clock, Timer } from './collaboration/ports/clock.ts';
import type { Logger } from './collaboration/ports/logger.ts';
import type { Measures, Metrics } from './metrics.ts';

export interface HeartbeatOptions extends Measures {
	db: Database;
	clock: Clock;
	logger: Logger;
	identity: { runtime: string; version: string };
	metrics: Pick<Metrics, 'loopDelay'>;
}

/** Has the process say that it is there, at once and then every few seconds, until it is closed. A beat that fails is missed, no more. */
export function startHeartbeat(options: HeartbeatOptions): { close(): Promise<void> } {
	const { db, clock, logger, identity, metrics, stats, bus } = options;
	const startedAt = new Date(clock.now());
	let before = { at: clock.now(), commits: 0, committed: 0 };
	let timer: Timer | null = null;
	let isClosed = false;

	const beat = async (): Promise<void> => {
		const at = clock.now();
		const { rooms, connections, queued, commits, committed } = stats();
		const passed = at - before.at;
		const rates = {
			commitsPerSecond: perSecond(commits - before.commits, passed),
			updatesPerSecond: perSecond(committed - before.committed, passed),
		};
		before = { at, commits, committed };
		await recordBeat(db, {
			id: identity.runtime,
			version: identity.version,
			startedAt,
			lastSeenAt: new Date(at),
			...{ rooms, connections, queued },
			...rates,
			memoryBytes: process.memoryUsage.rss(),
			loopDelayMs: metrics.loopDelay(),
			busUp: bus.isShared ? bus.isUp : null,
		});
	};
	const run = async (): Promise<void> => {
		try {
			await beat();
		} catch (error) {
			logger.warn('heartbeat.missed', { error: error instanceof Error ? error.name : 'unknown' });
		}
		if (!isClosed) timer = clock.setTimeout(() => void (running = run()), BEAT_MS);
	};
	let running = run();
	return {
		async close() {
			isClosed = true;
			if (timer !== null) clock.clearTimeout(timer);
			await running;
		},
	};
}
