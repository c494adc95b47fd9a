import { is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbedded, type Database } from '#lib/server/database/database.ts';
import * as schema from '#lib/server/database/schema.ts';

/** Opens the embedded database of a server that has been stopped. */
export async function withDatabase<Result>(
	dataDirectory: string,
	work: (db: Database) => Promise<Result>,
): Promise<Result> {
	const database = await openEmbedded(dataDirectory, 'drizzle/migrations');
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
export async function everythingWritten(dataDirectory: string): Promise<Record<string, string[]>> {
	const written = await withDatabase(dataDirectory, async (db) => {
		const tables: Record<string, string[]> = {};
		for (const [name, table] of Object.entries(schema)) {
			if (!is(table, PgTable) || LEFT_OUT.has(table)) continue;
			const rows = await db.select().from(table);
			tables[name] = rows.map((row) => JSON.stringify(row, plain)).sort();
		}
		return tables;
	});
	const mails = await readdir(join(dataDirectory, 'mails')).catch(() => []);
	return { ...written, mails: mails.sort() };
}

function plain(_key: string, value: unknown): unknown {
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
	return typeof value === 'bigint' ? String(value) : value;
}
