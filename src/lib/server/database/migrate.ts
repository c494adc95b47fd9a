import type { PGlite } from '@electric-sql/pglite';
import type { Pool } from 'pg';
import { ensureRegistryRole, grantToRegistryRole } from './registry-role.ts';

type MigrationTarget =
	| { kind: 'postgres'; pool: Pool; migrationsFolder: string }
	| { kind: 'embedded'; client: PGlite; migrationsFolder: string };

/** Any number, the same in every process: serialises the migrations of processes that start together. */
const MIGRATION_LOCK = 6_464_640;

/** Applies the migrations that are missing. Safe when several processes start at once on Postgres. */
export async function migrateDatabase(target: MigrationTarget): Promise<void> {
	const { migrationsFolder } = target;
	if (target.kind === 'embedded') {
		const { drizzle } = await import('drizzle-orm/pglite');
		const { migrate } = await import('drizzle-orm/pglite/migrator');
		await ensureRegistryRole((text) => target.client.query(text));
		await migrate(drizzle(target.client), { migrationsFolder });
		await grantToRegistryRole((text) => target.client.query(text));
		return;
	}
	const { drizzle } = await import('drizzle-orm/node-postgres');
	const { migrate } = await import('drizzle-orm/node-postgres/migrator');
	// Held by a transaction: it ends with its connection, whatever happens to that.
	const holder = await target.pool.connect();
	try {
		await holder.query('begin');
		await holder.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
		await ensureRegistryRole((text) => target.pool.query(text));
		await migrate(drizzle(target.pool), { migrationsFolder });
		await grantToRegistryRole((text) => target.pool.query(text));
		await holder.query('commit');
		holder.release();
	} catch (error) {
		holder.release(true);
		throw error;
	}
}
