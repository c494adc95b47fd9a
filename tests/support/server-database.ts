import { is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbedded, openPostgres, type Database } from '#lib/server/database/database.ts';
import * as schema from '#lib/server/database/schema.ts';
import type { TestServer } from './server.ts';

/** Where a server keeps what it is told. */
export type Store = Pick<TestServer, 'dataDirectory' | 'databaseUrl'>;

const MIGRATIONS = 'drizzle/migrations';

/** Opens the database of a server. One that is embedded must have been left by its server first. */
export async function withDatabase<Result>(
	{ dataDirectory, databaseUrl }: Store,
	work: (db: Database) => Promise<Result>,
): Promise<Result> {
	const database = await (databaseUrl === null
		? openEmbedded(dataDirectory, MIGRATIONS)
		: openPostgres(databaseUrl, MIGRATIONS));
	try {
		return await work(database.db);
	} finally {
		await database.close();
	}
}

/** Reference data never changes here, sessions and throttles are written by knocking itself, heartbeats by running. */
const LEFT_OUT = new Set<unknown>([
	schema.region,
	schema.department,
	schema.commune,
	schema.intercommunality,
	schema.departmentIntercommunality,
	schema.session,
	schema.throttle,
	schema.processHeartbeat,
]);

/** Every row of every table but those, and the names of the mails sent: the same before and after means nothing was done. */
export async function everythingWritten(store: Store): Promise<Record<string, string[]>> {
	const written = await withDatabase(store, async (db) => {
		const tables: Record<string, string[]> = {};
		for (const [name, table] of Object.entries(schema)) {
			if (!is(table, PgTable) || LEFT_OUT.has(table)) continue;
			const rows = await db.select().from(table);
			tables[name] = rows.map((row) => JSON.stringify(row, plain)).sort();
		}
		return tables;
	});
	const mails = await readdir(join(store.dataDirectory, 'mails')).catch(() => []);
	return { ...written, mails: mails.sort() };
}

function plain(_key: string, value: unknown): unknown {
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
	return typeof value === 'bigint' ? String(value) : value;
}
