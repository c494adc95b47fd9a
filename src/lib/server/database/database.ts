import type { PGlite, PGliteOptions } from '@electric-sql/pglite';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Pool } from 'pg';
import { join } from 'node:path';
import { TerrimedError } from '#lib/errors.ts';
import { makeDirectory } from '../files/make-directory.ts';
import { lockDirectory } from './directory-lock.ts';
import { readAsDrizzleDoes } from './engine-readers.ts';
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
	const { closeWithin, CLOSING_PATIENCE, openPool } = await import('./postgres.ts');
	const { drizzle } = await import('drizzle-orm/node-postgres');
	const pool = openPool(url, POOL_SIZE);
	try {
		await migrateDatabase({ kind: 'postgres', pool, migrationsFolder });
		return {
			db: drizzle(pool, { schema }) as Database,
			kind: 'postgres',
			ping: async () => void (await pool.query('select 1')),
			identity: () => identityOf(pool),
			close: () => closeWithin(CLOSING_PATIENCE, [pool]),
		};
	} catch (error) {
		await closeWithin(CLOSING_PATIENCE, [pool]);
		throw error;
	}
}

/**
 * What the server says of itself, beside the name of the database: addresses may differ between processes. Where this may not be
 * asked, the name and its number.
 */
async function identityOf(pool: Pool): Promise<string> {
	const [place] = (
		await pool.query<{ oid: number; datname: string }>(
			'select oid, datname from pg_database where datname = current_database()',
		)
	).rows;
	const [system] = await pool
		.query<{ system_identifier: string }>('select system_identifier from pg_control_system()')
		.then(
			({ rows }) => rows,
			() => [],
		);
	return [place?.datname, place?.oid, system?.system_identifier ?? ''].join('/');
}

/**
 * Opens the embedded database in `dataDirectory`/database, applies the migrations. One process at a time:
 * a second opener fails with a sentence. Without a directory it lives in memory (tests).
 */
export async function openEmbedded(
	dataDirectory: string | null,
	migrationsFolder: string,
): Promise<OpenDatabase> {
	let unlock = async (): Promise<void> => {};
	const dataDir = dataDirectory === null ? 'memory://' : join(dataDirectory, 'database');
	if (dataDirectory !== null) {
		unlock = await takeDirectory(dataDirectory, dataDir);
	}
	try {
		const client = await startEngine({ dataDir });
		await migrateDatabase({ kind: 'embedded', client, migrationsFolder });
		return await overEngine(client, unlock);
	} catch (error) {
		await unlock();
		throw error;
	}
}

/** Makes the directory and takes it. Whatever the system refuses there is of the directory that was chosen. */
async function takeDirectory(dataDirectory: string, dataDir: string): Promise<() => Promise<void>> {
	try {
		await makeDirectory(dataDir);
		return await lockDirectory(dataDirectory);
	} catch (error) {
		if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
		throw new TerrimedError(
			'unavailable',
			`DATA_DIR : le serveur ne peut pas écrire dans ${dataDirectory} (${String(error.code)}).`,
		);
	}
}

/** The engine of the embedded database with the extensions of our tables, on a directory or on what was archived of another. */
export async function startEngine(from: Pick<PGliteOptions, 'dataDir' | 'loadDataDir'>): Promise<PGlite> {
	const { PGlite } = await import('@electric-sql/pglite');
	const { pg_trgm } = await import('@electric-sql/pglite/contrib/pg_trgm');
	const { unaccent } = await import('@electric-sql/pglite/contrib/unaccent');
	return PGlite.create({ ...from, extensions: { pg_trgm, unaccent } });
}

/** The database that an engine holds, whose migrations are applied. */
export async function overEngine(
	client: PGlite,
	afterClosing = async (): Promise<void> => {},
): Promise<OpenDatabase> {
	const { drizzle } = await import('drizzle-orm/pglite');
	readAsDrizzleDoes(client);
	return {
		db: drizzle(client, { schema }) as Database,
		kind: 'embedded',
		ping: async () => void (await client.query('select 1')),
		identity: () => Promise.resolve(''),
		close: async () => {
			await client.close();
			await afterClosing();
		},
	};
}
