import { lt } from 'drizzle-orm';
import { FORGOTTEN_AFTER_MS } from '#lib/processes/process.rules.ts';
import type { Database } from '../database/database.ts';
import { processHeartbeat } from './process.tables.ts';

export type Beat = typeof processHeartbeat.$inferInsert;

/**
 * Says that this process is there, and forgets those silent for long. The platform's own doing: nobody asks for it, and nothing of it
 * is anybody's, so that it is neither authorized nor audited.
 */
export async function recordBeat(db: Database, beat: Beat): Promise<void> {
	const { id: _id, ...said } = beat;
	await db
		.insert(processHeartbeat)
		.values(beat)
		.onConflictDoUpdate({ target: processHeartbeat.id, set: said });
	const forgotten = new Date(beat.lastSeenAt.getTime() - FORGOTTEN_AFTER_MS);
	await db.delete(processHeartbeat).where(lt(processHeartbeat.lastSeenAt, forgotten));
}
