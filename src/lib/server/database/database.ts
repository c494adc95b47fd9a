import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Sql } from 'postgres';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lockDirectory } from './directory-lock.ts';
import { migrateDatabase } from './migrate.ts';
import * as schema from './schema.ts';

/** One type for both drivers; a transaction is one too. Never use `execute`: its results differ between drivers. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface OpenDatabase {
	db: Database;
	kind: 'embedded' | 'postgres';
	/** Resolves when the database answers, rejects when it is out of reach. */
	ping(): Promise<void>;
	/** The same for every process on this database, another for every other database; empty for the embedded one. */
	identity(): Promise<string>;
	close(): Promise<void>;
}

/** Connections of one process: enough for a page's parallel queries beside the co-editing commits. */
const POOL_SIZE = 12;

/** Opens Postgres by its address, applies the migrations. */
export async function openPostgres(url: string, migrationsFolder: string): Promise<OpenDatabase> {
	const { loadPostgres, POSTGRES_OPTIONS } = await import('./postgres-driver.ts');
	const { drizzle } = await import('drizzle-orm/postgres-js');
	const client = loadPostgres()(url, { ...POSTGRES_OPTIONS, max: POOL_SIZE });
	try {
		const db = drizzle(client, { schema }) as Database;
		await migrateDatabase({ kind: 'postgres', client, migrationsFolder });
		return {
			db,
			kind: 'postgres',
			ping: async () => void (await client`select 1`),
			identity: () => identityOf(client),
			close: () => client.end({ timeout: 5 }),
		};
	} catch (error) {
		await client.end({ timeout: 1 });
		throw error;
	}
}

/**
 * What the server says of itself, beside the name of the database: addresses may differ between processes. Where this may not be
 * asked, the name and its number.
 */
async function identityOf(client: Sql): Promise<string> {
	const [row] = await client`select oid, datname from pg_database where datname = current_database()`;
	const [system] = await client`select system_identifier from pg_control_system()`.catch(() => []);
	return [row?.datname, row?.oid, system?.system_identifier ?? ''].join('/');
}

/**
 * Opens the embedded database in `dataDirectory`/database, applies the migrations. One process at a time:
 * a second opener fails with a sentence. Without a directory it lives in memory (tests).
 */
export async function openEmbedded(
	dataDirectory: string | null,
	migrationsFolder: string,
): Promise<OpenDatabase> {
	const { PGlite } = await import('@electric-sql/pglite');
	const { pg_trgm } = await import('@electric-sql/pglite/contrib/pg_trgm');
	const { unaccent } = await import('@electric-sql/pglite/contrib/unaccent');
	const { drizzle } = await import('drizzle-orm/pglite');
	let unlock = async (): Promise<void> => {};
	const folder = dataDirectory === null ? 'memory://' : join(dataDirectory, 'database');
	if (dataDirectory !== null) {
		await mkdir(folder, { recursive: true });
		unlock = await lockDirectory(dataDirectory);
	}
	try {
		const client = await PGlite.create(folder, { extensions: { pg_trgm, unaccent } });
		await migrateDatabase({ kind: 'embedded', client, migrationsFolder });
		return {
			db: drizzle(client, { schema }) as Database,
			kind: 'embedded',
			ping: async () => void (await client.query('select 1')),
			identity: () => Promise.resolve(''),
			close: async () => {
				await client.close();
				await unlock();
			},
		};
	} catch (error) {
		await unlock();
		throw error;
	}
}
