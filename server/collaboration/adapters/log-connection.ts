import { drizzle } from 'drizzle-orm/node-postgres';
import type { Database } from '#lib/server/database/database.ts';
import { closeWithin, CLOSING_PATIENCE, openPool } from '#lib/server/database/postgres.ts';
import * as schema from '#lib/server/database/schema.ts';

/** One connection for the batch that is being written, and a few for documents that are being opened. */
const CONNECTIONS = 4;

/** Connections of the log's own to a Postgres whose migrations are done: commits then never wait for a page's queries. */
export function openLogConnection(url: string): { db: Database; close(): Promise<void> } {
	const pool = openPool(url, CONNECTIONS);
	const db: Database = drizzle(pool, { schema });
	return { db, close: () => closeWithin(CLOSING_PATIENCE, [pool]) };
}
