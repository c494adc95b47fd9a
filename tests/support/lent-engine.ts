import type { PGlite } from '@electric-sql/pglite';
import { overEngine, startEngine, type OpenDatabase } from '#lib/server/database/database.ts';
import { migratedArchive } from './migrated-archive.ts';

/** An engine, and what tells its tables, rights and triggers from those of another that the same migrations made. */
interface Engine {
	readonly client: PGlite;
	readonly shape: string;
	/** Names of its tables, as SQL writes them. */
	readonly tables: readonly string[];
}

/** Files of one process share their modules: what one of them has given back, the next finds here. */
const idle: Engine[] = [];

/**
 * A database as the migrations leave it, on an engine that an earlier file of this process may have used: to empty one takes a tenth of the
 * work that it takes to start one. Closed, it answers nothing more to whom it was lent.
 */
export async function lendEngine(): Promise<OpenDatabase> {
	const engine = idle.pop() ?? (await start());
	const { client, end } = lent(engine.client);
	const database = await overEngine(client);
	return {
		...database,
		async close() {
			if (end()) await takeBack(engine);
		},
	};
}

async function start(): Promise<Engine> {
	const client = await startEngine({ loadDataDir: await migratedArchive() });
	const { rows } = await client.query<{ name: string }>(
		"select format('%I', tablename) as name from pg_tables where schemaname = 'public'",
	);
	return { client, shape: await shapeOf(client), tables: rows.map(({ name }) => name) };
}

/** The same engine under another name: what is set on it stays with the name, and it answers until the end of the loan. */
function lent(client: PGlite): { client: PGlite; end(): boolean } {
	const set = new Map<PropertyKey, unknown>();
	let ended = false;
	const named = new Proxy(client, {
		get(target, name) {
			if (set.has(name)) return set.get(name);
			const found: unknown = Reflect.get(target, name, target);
			if (typeof found !== 'function' || name === 'constructor') return found;
			return (...values: unknown[]): unknown =>
				ended ? Promise.reject(new Error('the database is closed')) : Reflect.apply(found, target, values);
		},
		set: (_target, name, value) => set.set(name, value).size > 0,
	});
	const end = (): boolean => {
		const isFirst = !ended;
		ended = true;
		return isFirst;
	};
	return { client: named, end };
}

/** Keeps an engine for the next, unless more was done to it than rows written. */
async function takeBack(engine: Engine): Promise<void> {
	await empty(engine);
	if ((await shapeOf(engine.client)) === engine.shape) idle.push(engine);
	else await engine.client.close();
}

/** Rows go without their triggers, which would refuse it, then what is known of how many there were. */
async function empty({ client, tables }: Engine): Promise<void> {
	await client.exec('discard all');
	const questions = tables.map((name) => `select '${name}' as name where exists (select from ${name})`);
	const { rows } = await client.query<{ name: string }>(questions.join(' union all '));
	if (rows.length === 0) return;
	const names = rows.map(({ name }) => name);
	await client.exec('set session_replication_role = replica');
	for (const name of names) await client.exec(`delete from ${name}`);
	await client.exec('set session_replication_role = default');
	await client.exec(`vacuum ${names.join(', ')}`);
	await client.exec(
		"update pg_class set reltuples = -1, relpages = 0 where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples <> -1;" +
			"delete from pg_statistic where starelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)",
	);
}

async function shapeOf(client: PGlite): Promise<string> {
	const { rows } = await client.query<{ shape: string }>(
		`select md5(string_agg(part, ',' order by part)) as shape from (
			select concat_ws(' ', oid, relname, relnatts, relchecks, relhastriggers, relrowsecurity, relforcerowsecurity, relacl) as part
				from pg_class where relkind <> 't'
			union all select concat_ws(' ', 'trigger', oid, tgenabled) from pg_trigger
			union all select concat_ws(' ', 'policy', oid) from pg_policy
			union all select concat_ws(' ', 'function', oid, xmin) from pg_proc where oid > 16000
			union all select concat_ws(' ', 'role', oid, rolname, rolsuper, rolbypassrls) from pg_authid
			union all select concat_ws(' ', 'setting', setdatabase, setrole, setconfig) from pg_db_role_setting
			union all select concat_ws(' ', 'constraint', oid) from pg_constraint) as parts`,
	);
	return rows[0]?.shape ?? '';
}
