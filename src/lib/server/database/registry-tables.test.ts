import { count, eq, is, sql } from 'drizzle-orm';
import { getTableConfig, PgTable, type AnyPgColumn } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#lib/identifiers.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildPlaces } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { plantDoctors } from '../../../../tests/support/leak/doctors.ts';
import { plantImport } from '../../../../tests/support/leak/imports.ts';
import { plantInterns } from '../../../../tests/support/leak/interns.ts';
import { startPostgres, type RunningPostgres } from '../../../../tests/support/postgres.ts';
import { registryRequest } from '../protection/protection.tables.ts';
import { registryReading } from '../registries/reading.tables.ts';
import { commune, department } from '../territory/territory.tables.ts';
import { openPostgres, type Database, type OpenDatabase } from './database.ts';
import { withRegistryRights } from './registry-rights.ts';
import { REGISTRY_POLICY } from './registry-scope.columns.ts';
import * as schema from './schema.ts';

type Guarded = PgTable & { departmentCode: AnyPgColumn };

/** Every table that carries the policy, from the catalogue: a new one comes by itself, and must have a row below. */
const GUARDED = Object.values(schema).flatMap((table) => {
	if (!is(table, PgTable)) return [];
	const { name, policies } = getTableConfig(table);
	return policies.some((policy) => policy.name === REGISTRY_POLICY)
		? [{ name, table: table as Guarded }]
		: [];
});

/** Where the rows are, and where nobody of there may see them. */
const HERE = ['64', '16'];
const ELSEWHERE = ['40'];

/** One row at least in each table. */
async function fill(context: TestContext): Promise<void> {
	await buildPlaces(context.db);
	await context.db.insert(department).values({ code: '16', name: 'Charente', regionCode: '75' });
	const nay = {
		code: '64024',
		departmentCode: '64',
		name: 'Anglet',
		searchName: 'anglet',
		postcodes: ['64600'],
	};
	await context.db.insert(commune).values(nay);
	const { id: urpsId } = await buildAccount(context);
	// As the owner, who also makes the accounts: the scope alone lets the rows in.
	await context.db.transaction(async (db) => {
		await db
			.select({ scope: sql`set_config('terrimed.departments', ${HERE.join(',')}, true)` })
			.from(sql`(values (1)) as only_row`);
		const at = { id: newId(), departmentCode: '64', registry: 'senior-doctors' as const };
		const doctors = await plantDoctors(db, urpsId);
		const recordId = doctors.records[0]?.id ?? '';
		await plantInterns(db, { urpsId, hostDoctorId: recordId });
		await plantImport(db, urpsId);
		await db
			.insert(registryReading)
			.values({ ...at, way: 'export', readAt: new Date(), recordIds: [recordId] });
		const request = {
			...at,
			recordId,
			kind: 'oppose' as const,
			reason: 'asked' as const,
			doneAt: new Date(),
		};
		await db.insert(registryRequest).values(request);
	});
}

const rowsOf = async (db: Database, { table }: { table: Guarded }): Promise<number> =>
	(await db.select({ rows: count() }).from(table))[0]?.rows ?? 0;

let postgres: RunningPostgres;
const opened: OpenDatabase[] = [];
beforeAll(async () => {
	postgres = await startPostgres();
});
afterAll(async () => {
	await Promise.all(opened.map((one) => one.close()));
	await postgres.stop();
});

/** Opens a database whose tables belong to a login that is no superuser, as an installation's are. */
async function openOwned(): Promise<OpenDatabase> {
	const url = new URL(await postgres.createDatabase());
	const administrator = new pg.Client({ connectionString: url.href });
	await administrator.connect();
	await administrator.query(
		`create role table_owner login password 'essai' createrole; grant all on database ${url.pathname.slice(1)} to table_owner; grant all on schema public to table_owner; create extension if not exists pg_trgm; create extension if not exists unaccent`,
	);
	await administrator.end();
	url.username = 'table_owner';
	url.password = 'essai';
	return openPostgres(url.href, 'drizzle/migrations');
}

describe.each(['embedded', 'postgres'] as const)('each table with personal data (%s)', (kind) => {
	let context: TestContext;
	beforeAll(async () => {
		const database = await (kind === 'embedded' ? openTestDatabase() : openOwned());
		opened.push(database);
		context = buildContext({ db: database.db });
		await fill(context);
	});

	it('is among those of the catalogue, which have rows to hide', async () => {
		expect(GUARDED.length).toBeGreaterThan(12);
		for (const one of GUARDED) {
			const own = await withRegistryRights(context, HERE, ({ db }) => rowsOf(db, one));
			expect(own, one.name).toBeGreaterThan(0);
		}
	});

	it.each(GUARDED)(
		'$name: a transaction of another département sees, changes and removes nothing',
		async (one) => {
			const before = await withRegistryRights(context, HERE, ({ db }) => rowsOf(db, one));
			await withRegistryRights(context, ELSEWHERE, async ({ db }) => {
				expect(await rowsOf(db, one)).toBe(0);
				const there = one.table.departmentCode;
				await db.update(one.table).set({ departmentCode: '40' });
				await db.delete(one.table).where(sql`true`);
				expect(await db.select({ rows: count() }).from(one.table).where(eq(there, '64'))).toEqual([
					{ rows: 0 },
				]);
			});
			expect(await withRegistryRights(context, HERE, ({ db }) => rowsOf(db, one))).toBe(before);
		},
	);

	it.each(GUARDED)('$name: without a scope there is nothing, for the owner too', async (one) => {
		if (kind === 'postgres') {
			expect(await rowsOf(context.db, one)).toBe(0);
			return;
		}
		// The embedded database has one login, a superuser: the role it takes is bound, and so is whoever forgets the scope.
		await context.db.transaction(async (transaction) => {
			await transaction
				.select({ role: sql`set_config('role', 'terrimed_registry', true)` })
				.from(sql`(values (1)) as only_row`);
			expect(await rowsOf(transaction, one)).toBe(0);
		});
	});
});
