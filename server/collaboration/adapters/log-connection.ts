import { drizzle } from 'drizzle-orm/node-postgres';
import type { Database } from '#lib/server/database/database.ts';
import { closeWithin, CLOSING_PATIENCE, openPool } from '#lib/server/database/postgres.ts';
import * as schema from '#lib/server/database/schema.ts';
import { StatementLine } from './statement-line.ts';

/** For documents that are being opened, and batches that bind client ids. */
const CONNECTIONS = 4;

export type LogConnection = {
	db: Database;
	/** The batch that is being written has a connection to itself. */
	line: StatementLine;
	close(): Promise<void>;
};

/** Connections of the log's own to a Postgres whose migrations are done: commits then never wait for a page's queries. */
export function openLogConnection(url: string): LogConnection {
	const pool = openPool(url, CONNECTIONS);
	const line = new StatementLine(url);
	const db: Database = drizzle(pool, { schema });
	return { db, line, close: () => closeWithin(CLOSING_PATIENCE, [line, pool]) };
}
