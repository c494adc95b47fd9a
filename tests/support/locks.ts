import { sql } from 'drizzle-orm';
import type { Database } from '#lib/server/database/database.ts';

/** Resolves once so many statements of this database, on Postgres, wait for a lock. */
export async function waitingForLock(db: Database, count: number): Promise<void> {
	for (let waiting = -1; waiting !== count;) {
		const [row] = await db
			.select({ waiting: sql<number>`count(*)::int` })
			.from(sql`pg_stat_activity`)
			.where(sql`datname = current_database() and wait_event_type = 'Lock'`);
		waiting = row?.waiting ?? 0;
	}
}
