import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BEAT_MS } from '#lib/processes/process.rules.ts';
import { newId } from '#lib/identifiers.ts';
import type { OpenDatabase } from '#lib/server/database/database.ts';
import { processHeartbeat } from '#lib/server/processes/process.tables.ts';
import { openTestDatabase } from '../tests/support/context.ts';
import type { CollaborationStats } from './collaboration/ports/server.ts';
import { FakeClock } from './collaboration/testing/fake-clock.ts';
import { startHeartbeat } from './heartbeat.ts';

let database: OpenDatabase;
beforeAll(async () => {
	database = await openTestDatabase();
});
afterAll(() => database.close());

const STATS: CollaborationStats = {
	connections: 4,
	rooms: 2,
	queued: 0,
	commits: 0,
	committed: 0,
	catchUps: 0,
	snapshots: { written: 0, superseded: 0, mismatch: 0, failed: 0, waiting: 0 },
	refused: {},
	closed: {},
};

describe('the heartbeat of a process', () => {
	it('is in the database at once, again every few seconds with what grew meanwhile, and no more once closed', async () => {
		const clock = new FakeClock();
		const stats = { ...STATS };
		const warned: string[] = [];
		const heartbeat = startHeartbeat({
			db: database.db,
			clock,
			logger: { info() {}, warn: (event) => void warned.push(event), error() {} },
			identity: { runtime: newId(), version: '0.1.0' },
			metrics: { loopDelay: () => 3 },
			stats: () => stats,
			bus: { isShared: false, isUp: true },
		});
		const rows = () => database.db.select().from(processHeartbeat);
		await vi.waitFor(async () =>
			expect(await rows()).toMatchObject([{ connections: 4, rooms: 2, busUp: null }]),
		);
		await vi.waitFor(() => expect(clock.pendingTimers).toBe(1));
		Object.assign(stats, { commits: 50, committed: 200, rooms: 3 });
		await clock.advance(BEAT_MS);
		await vi.waitFor(async () =>
			expect(await rows()).toMatchObject([{ rooms: 3, commitsPerSecond: 5, updatesPerSecond: 20 }]),
		);
		await vi.waitFor(() => expect(clock.pendingTimers).toBe(1));
		await heartbeat.close();
		expect(clock.pendingTimers).toBe(0);
		expect(warned).toEqual([]);
	});
});
