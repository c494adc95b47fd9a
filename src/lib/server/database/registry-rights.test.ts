import { eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#lib/identifiers.ts';
import { buildPlaces } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { startPostgres, type RunningPostgres } from '../../../../tests/support/postgres.ts';
import { seniorDoctor, seniorDoctorPlace } from '../senior-doctors/senior-doctor.tables.ts';
import { openPostgres, type Database, type OpenDatabase } from './database.ts';
import { withRegistryRights } from './registry-rights.ts';

/** Tables with personal data that must be among those found by their names. */
const TABLES = [
	'intern',
	'intern_change',
	'intern_checklist_item',
	'registry_reading',
	'registry_request',
	'registry_view',
	'senior_doctor',
	'senior_doctor_change',
	'senior_doctor_follow_up',
	'senior_doctor_place',
];

let postgres: RunningPostgres | null = null;
const opened: OpenDatabase[] = [];
afterAll(async () => {
	await Promise.all(opened.map((one) => one.close()));
	await postgres?.stop();
});

const row = (id: string, departmentCode: string, communeCode: string) => ({
	id,
	departmentCode,
	communeCode,
	regionCode: '75',
	lastName: 'Bréferrac',
	firstName: 'Odile',
	birthYear: 1958,
	specialty: 'medecine-generale' as const,
	sources: {},
	sortName: 'breferrac odile',
	searched: 'breferrac odile',
	createdAt: new Date(),
	updatedAt: new Date(),
});

describe.each(['embedded', 'postgres'] as const)('row-level security of the registries (%s)', (kind) => {
	let context: TestContext;
	let here: string;
	let there: string;
	beforeAll(async () => {
		let database: OpenDatabase;
		if (kind === 'embedded') database = await openTestDatabase();
		else {
			postgres = await startPostgres();
			database = await openPostgres(await postgres.createDatabase(), 'drizzle/migrations');
		}
		opened.push(database);
		context = buildContext({ db: database.db });
		await buildPlaces(context.db);
		[here, there] = [newId(), newId()];
		await withRegistryRights(context, ['64', '40'], async ({ db }) => {
			await db.insert(seniorDoctor).values([row(here, '64', '64371'), row(there, '40', '64430')]);
		});
	});

	const idsIn = (db: Database) =>
		db
			.select({ id: seniorDoctor.id })
			.from(seniorDoctor)
			.then((rows) => rows.map(({ id }) => id).sort());

	it('shows the rows of the départements that the transaction was opened for, and no others', async () => {
		expect(await withRegistryRights(context, ['64'], ({ db }) => idsIn(db))).toEqual([here]);
		expect(await withRegistryRights(context, ['40'], ({ db }) => idsIn(db))).toEqual([there]);
		expect(await withRegistryRights(context, ['64', '40'], ({ db }) => idsIn(db))).toEqual(
			[here, there].sort(),
		);
		expect(await withRegistryRights(context, ['33'], ({ db }) => idsIn(db))).toEqual([]);
	});

	it('neither writes, moves nor removes a row of another département', async () => {
		const inside = <Result>(work: (db: Database) => Promise<Result>) =>
			withRegistryRights(context, ['64'], ({ db }) => work(db));
		const refused = { cause: { code: '42501' } };
		await expect(
			inside((db) => db.insert(seniorDoctor).values(row(newId(), '40', '64371'))),
		).rejects.toMatchObject(refused);
		await expect(inside((db) => db.update(seniorDoctor).set({ departmentCode: '40' }))).rejects.toMatchObject(
			refused,
		);
		await inside((db) =>
			db.update(seniorDoctor).set({ firstName: 'Agnès' }).where(eq(seniorDoctor.id, there)),
		);
		await inside((db) => db.delete(seniorDoctor).where(eq(seniorDoctor.id, there)));
		const [kept] = await withRegistryRights(context, ['40'], ({ db }) => db.select().from(seniorDoctor));
		expect(kept).toMatchObject({ id: there, firstName: 'Odile' });
	});

	it('takes a record and what belongs to it to another département together', async () => {
		await withRegistryRights(context, ['64', '40'], async ({ db }) => {
			const moved = newId();
			await db.insert(seniorDoctor).values(row(moved, '64', '64371'));
			const place = { doctorId: moved, departmentCode: '64', position: 1, communeCode: '64430' };
			await db.insert(seniorDoctorPlace).values(place);
			await db.update(seniorDoctor).set({ departmentCode: '40' }).where(eq(seniorDoctor.id, moved));
			expect(await db.select().from(seniorDoctorPlace)).toMatchObject([{ departmentCode: '40' }]);
			await db.delete(seniorDoctor).where(eq(seniorDoctor.id, moved));
			expect(await db.select().from(seniorDoctorPlace)).toEqual([]);
		});
	});

	it('leaves neither role nor setting behind, after success or failure', async () => {
		await withRegistryRights(context, ['64'], ({ db }) => idsIn(db));
		const failing = withRegistryRights(context, ['64'], () => Promise.reject(new Error('refused')));
		await expect(failing).rejects.toThrow('refused');
		const [left] = await context.db
			.select({
				role: sql<string>`current_user`,
				scope: sql<string>`coalesce(current_setting('terrimed.departments', true), '')`,
			})
			.from(sql`(values (1)) as only_row`);
		expect(left?.role).not.toBe('terrimed_registry');
		expect(left?.scope).toBe('');
	});

	it('gives back, inside another transaction, what was there', async () => {
		const roleIn = async (db: Database) =>
			(await db.select({ role: sql<string>`current_user` }).from(sql`(values (1)) as only_row`))[0]?.role;
		await context.db.transaction(async (transaction) => {
			const before = await roleIn(transaction);
			const inside = { ...context, db: transaction };
			expect(await withRegistryRights(inside, ['64'], ({ db }) => roleIn(db))).toBe('terrimed_registry');
			expect(await roleIn(transaction)).toBe(before);
			const failing = withRegistryRights(inside, ['64'], () => Promise.reject(new Error('refused')));
			await expect(failing).rejects.toThrow('refused');
			expect(await roleIn(transaction)).toBe(before);
		});
	});

	it('takes no scope but codes of départements', async () => {
		for (const scope of [[], [''], ['64,40'], ["64'"]]) {
			await expect(withRegistryRights(context, scope, ({ db }) => idsIn(db))).rejects.toThrow(RangeError);
		}
	});

	it('is forced on each table of the registries, with a policy', async () => {
		const state = await context.db
			.select({
				name: sql<string>`c.relname`,
				on: sql<boolean>`c.relrowsecurity and c.relforcerowsecurity`,
				policies: sql<number>`(select count(*)::int from pg_policy p where p.polrelid = c.oid)`,
			})
			.from(sql`pg_class c`)
			// The letters about interns are told by account: no row of theirs is about an intern.
			.where(
				sql`c.relkind = 'r' and c.relname ~ '^(senior_doctor|intern|registry)(_|$)' and c.relname <> 'intern_letter'`,
			);
		expect(state.map(({ name }) => name)).toEqual(expect.arrayContaining(TABLES));
		for (const table of state) expect(table).toMatchObject({ on: true, policies: 1 });
	});
});

describe('on a Postgres whose login is no superuser', () => {
	async function asSuperuser(statement: string): Promise<void> {
		const superuser = new pg.Client({ connectionString: await postgres?.createDatabase() });
		await superuser.connect();
		await superuser.query(statement);
		await superuser.end();
	}

	/** A login that owns the tables, and may create roles, go round policies, or neither. */
	async function loginOf(name: string, attribute: '' | 'createrole' | 'bypassrls'): Promise<string> {
		if (postgres === null) throw new Error('started above');
		const url = new URL(await postgres.createDatabase());
		const administrator = new pg.Client({ connectionString: url.href });
		await administrator.connect();
		await administrator.query(
			`create role ${name} login password 'essai' ${attribute}; grant all on database ${url.pathname.slice(1)} to ${name}; grant all on schema public to ${name}; create extension if not exists pg_trgm; create extension if not exists unaccent`,
		);
		await administrator.end();
		url.username = name;
		url.password = 'essai';
		return url.href;
	}

	it('says at start what to run when this login goes round policies and may not take the role', async () => {
		const url = await loginOf('bypassing_login', 'bypassrls');
		await expect(openPostgres(url, 'drizzle/migrations')).rejects.toThrow(/terrimed_registry.*grant/);
	});

	it.each([
		['with the role', 'owner_login'],
		['without it, when it may make none', 'bare_login'],
	])('binds the owner of the tables too, %s', async (_how, name) => {
		const mayTakeIt = name === 'owner_login';
		const url = await loginOf(name, mayTakeIt ? 'createrole' : '');
		if (mayTakeIt) await asSuperuser(`grant terrimed_registry to ${name}`);
		const database = await openPostgres(url, 'drizzle/migrations');
		opened.push(database);
		const context = buildContext({ db: database.db });
		await buildPlaces(context.db);
		const id = newId();
		await withRegistryRights(context, ['64'], ({ db }) =>
			db.insert(seniorDoctor).values(row(id, '64', '64371')),
		);
		expect(await database.db.select().from(seniorDoctor)).toEqual([]);
		await expect(database.db.insert(seniorDoctor).values(row(newId(), '64', '64371'))).rejects.toThrow();
		expect(
			await withRegistryRights(context, ['64'], ({ db }) => db.select().from(seniorDoctor)),
		).toHaveLength(1);
	});
});
