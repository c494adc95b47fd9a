import type postgres from 'postgres';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Database } from '#lib/server/database/database.ts';
import { loadPostgres, POSTGRES_OPTIONS } from '#lib/server/database/postgres-driver.ts';
import * as schema from '#lib/server/database/schema.ts';

/** One connection for the batch that is being written, and a few for documents that are being opened. */
const CONNECTIONS = 4;

/**
 * Connections of the log's own to a Postgres whose migrations are done. Commits then never wait for a page's queries, and the log's few
 * statements, whose text never varies, stay prepared: drizzle would have each parsed again, at one more round trip.
 */
export function openLogConnection(url: string): { db: Database; close(): Promise<void> } {
	const client = loadPostgres()(url, { ...POSTGRES_OPTIONS, max: CONNECTIONS });
	prepareAll(client);
	const db: Database = drizzle(client, { schema });
	return { db, close: () => client.end({ timeout: 5 }) };
}

function prepareAll(client: postgres.Sql | postgres.ReservedSql | postgres.TransactionSql): void {
	const unsafe = client.unsafe.bind(client);
	client.unsafe = (query, parameters, options) => unsafe(query, parameters, { prepare: true, ...options });
}
