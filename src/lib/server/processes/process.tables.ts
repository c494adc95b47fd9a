import { bigint, boolean, integer, pgTable, real, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../database/columns.ts';

/** What each server process last said of itself, in counts. Processes that share nothing but the database see each other here. */
export const processHeartbeat = pgTable('process_heartbeat', {
	/** Different for each start. */
	id: uuid('id').primaryKey(),
	version: text('version').notNull(),
	startedAt: instant('started_at').notNull(),
	lastSeenAt: instant('last_seen_at').notNull(),
	rooms: integer('rooms').notNull(),
	connections: integer('connections').notNull(),
	queued: integer('queued').notNull(),
	/** Commits and updates per second since the beat before. */
	commitsPerSecond: real('commits_per_second').notNull(),
	updatesPerSecond: real('updates_per_second').notNull(),
	memoryBytes: bigint('memory_bytes', { mode: 'number' }).notNull(),
	loopDelayMs: real('loop_delay_ms').notNull(),
	/** Null for a process that is alone by its configuration. */
	busUp: boolean('bus_up'),
});
