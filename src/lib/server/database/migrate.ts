import type { PGlite } from '@electric-sql/pglite';
import type { Sql } from 'postgres';

type MigrationTarget =
	| { kind: 'postgres'; client: Sql; migrationsFolder: string }
	| { kind: 'embedded'; client: PGlite; migrationsFolder: string };

/** Any number, the same in every process: serialises the migrations of processes that start together. */
const MIGRATION_LOCK = 6_464_640;

/** Applies the migrations that are missing. Safe when several processes start at once on Postgres. */
export async function migrateDatabase(target: MigrationTarget): Promise<void> {
	const { migrationsFolder } = target;
	if (target.kind === 'embedded') {
		const { drizzle } = await import('drizzle-orm/pglite');
		const { migrate } = await import('drizzle-orm/pglite/migrator');
		await migrate(drizzle(target.client), { migrationsFolder });
		return;
	}
	const { drizzle } = await import('drizzle-orm/postgres-js');
	const { migrate } = await import('drizzle-orm/postgres-js/migrator');
	// The lock ends with its transaction, whatever becomes of the process, the database or the migration.
	await target.client.begin(async (locked) => {
		await locked`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
		await migrate(drizzle(target.client), { migrationsFolder });
	});
}
