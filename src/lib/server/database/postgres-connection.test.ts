import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { openLogConnection } from '#server/collaboration/adapters/log-connection.ts';
import { StatementLine } from '#server/collaboration/adapters/statement-line.ts';
import { openProxy, type Proxy } from '../../../../tests/support/proxy.ts';
import { startPostgres, type RunningPostgres } from '../../../../tests/support/postgres.ts';
import { department, region, commune } from '../territory/territory.tables.ts';
import { openPostgres } from './database.ts';
import { openPool } from './postgres.ts';

/** Answers a start-up as Postgres does, then dies at the first question, as it does when it is killed. */
async function startDyingPostgres(): Promise<{ url: string; server: Server; questions: () => number }> {
	const welcome = Buffer.from([...[0x52, 0, 0, 0, 8, 0, 0, 0, 0], ...[0x5a, 0, 0, 0, 5, 0x49]]);
	let asked = 0;
	const server = createServer((socket) => {
		socket.on('error', () => {});
		socket.once('data', () => {
			socket.write(welcome);
			socket.once('data', () => {
				asked += 1;
				socket.resetAndDestroy();
			});
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return { url: `postgres://nobody@127.0.0.1:${port}/nothing`, server, questions: () => asked };
}

interface BehindProxy {
	readonly url: string;
	readonly proxy: Proxy;
	stop(): Promise<void>;
}

/** An empty database, by the address of a proxy that can break its connections. */
async function startBehindProxy(): Promise<BehindProxy> {
	const postgres = await startPostgres();
	const url = new URL(await postgres.createDatabase());
	const proxy = await openProxy({ host: '127.0.0.1', port: Number(url.port) });
	url.port = String(proxy.port);
	return {
		url: url.href,
		proxy,
		async stop() {
			await proxy.close();
			await postgres.stop();
		},
	};
}

describe('a connection that dies as it is being opened', () => {
	const rejections: unknown[] = [];
	const note = (reason: unknown): void => void rejections.push(reason);
	afterEach(() => {
		process.off('unhandledRejection', note);
		rejections.length = 0;
	});

	it.each([
		['the pool of the pages', (url: string) => openPostgres(url, 'drizzle/migrations')],
		[
			'the connections of the log',
			async (url: string) => {
				const own = openLogConnection(url);
				await own.db.select().from(region).finally(own.close);
			},
		],
		[
			'the line of the log',
			async (url: string) => {
				const own = openLogConnection(url);
				await own.line.run({ name: 'one', text: 'select 1' }, []).finally(own.close);
			},
		],
	])('fails the question of %s, and leaves no rejection that would end the process', async (_name, open) => {
		process.on('unhandledRejection', note);
		const dying = await startDyingPostgres();
		await expect(open(dying.url)).rejects.toThrow();
		// A rejection is told at the end of the turn in which nobody has caught it.
		await new Promise((resolve) => setImmediate(resolve));
		expect(dying.questions()).toBeGreaterThan(0);
		expect(rejections).toEqual([]);
		await new Promise((resolve) => dying.server.close(resolve));
	});
});

describe('a connection that dies in a transaction', () => {
	let behind: BehindProxy | null = null;
	afterAll(() => behind?.stop());

	it('fails that transaction, neither ends the process nor stays deaf, and the same pool answers afterwards', async () => {
		behind = await startBehindProxy();
		const { url, proxy } = behind;
		const thrown: unknown[] = [];
		const note = (error: unknown): void => void thrown.push(error);
		process.on('uncaughtException', note);
		const pool = openPool(url, 1);
		for (let round = 0; round < 20; round += 1) {
			const client = await pool.connect();
			const broken = (async () => {
				await client.query('begin');
				if (round % 2 === 0) proxy.reset();
				await client.query('select pg_terminate_backend(pg_backend_pid())');
			})();
			await expect(broken).rejects.toThrow();
			client.release(true);
			// The end of the connection may still be on its way to the pool: the first question may fail, none may hang.
			await vi.waitFor(async () => {
				expect((await pool.query('select $1::int as answer', [round])).rows).toEqual([{ answer: round }]);
			});
		}
		await pool.end();
		process.off('uncaughtException', note);
		expect(thrown).toEqual([]);
	});
});

describe('the line of the log', () => {
	const ECHO = { name: 'echo', text: 'select $1::text, $2::text' };
	const FAULTY = { name: 'faulty', text: 'select (1 / $1::int)::text' };
	const ITSELF = { name: 'itself', text: 'select pg_backend_pid()::text' };
	let behind: BehindProxy | null = null;
	afterAll(() => behind?.stop());

	it('answers each in turn on one connection, and after whatever broke that on another', async () => {
		behind = await startBehindProxy();
		const { url, proxy } = behind;
		const thrown: unknown[] = [];
		const note = (error: unknown): void => void thrown.push(error);
		process.on('uncaughtException', note);
		const pool = openPool(url, 1);
		const { line, close } = openLogConnection(url);
		const itself = async () => (await line.run(ITSELF, []))[0]?.[0];

		const values = ['a', 'é « ☃ »', '', null];
		const pairs = values.map((value, i) => line.run(ECHO, [value, String(i)]));
		expect((await Promise.all(pairs)).flat()).toEqual(values.map((value, i) => [value, String(i)]));
		const first = await itself();
		expect(await itself()).toBe(first);

		// Refused by the database: the next one waits its turn and finds a new connection.
		const refused = line.run(FAULTY, ['0']);
		const after = itself();
		await expect(refused).rejects.toThrow('division by zero');
		expect(await after).not.toBe(first);
		expect(await line.run(FAULTY, ['1'])).toEqual([['1']]);

		for (const end of ['reset', 'terminate'] as const) {
			const before = await itself();
			const stuck = line.run({ name: 'stuck', text: 'select pg_sleep(60)::text' }, []);
			const broken = expect(stuck).rejects.toThrow();
			await vi.waitFor(async () => {
				const { rows } = await pool.query(
					`select 1 from pg_stat_activity where query like '%pg_sleep(60)%' and pid = $1`,
					[before],
				);
				expect(rows).toHaveLength(1);
			});
			if (end === 'terminate') await pool.query('select pg_terminate_backend($1::int)', [before]);
			else proxy.reset();
			await broken;
			await vi.waitFor(async () => expect(await itself()).not.toBe(before));
		}

		// While nothing is under way.
		const idle = await itself();
		await vi.waitFor(() => pool.query('select pg_terminate_backend($1::int)', [idle]));
		await vi.waitFor(async () => expect(await itself()).not.toBe(idle));
		await close();
		await expect(itself()).rejects.toThrow('closed');

		// Idle for too long it is closed, but never while a statement is under way.
		const brief = new StatementLine(url, { idle: 1 });
		const own = async () => (await brief.run(ITSELF, []))[0]?.[0];
		expect(await brief.run({ name: 'slow', text: 'select pg_sleep(0.05)::text' }, [])).toEqual([['']]);
		const before = await own();
		await vi.waitFor(async () => expect(await own()).not.toBe(before));
		await brief.end();
		await pool.end();
		process.off('uncaughtException', note);
		expect(thrown).toEqual([]);
	});
});

describe('arrays on Postgres', () => {
	let postgres: RunningPostgres | null = null;
	afterAll(() => postgres?.stop());

	it('come back as they were written', async () => {
		postgres = await startPostgres();
		const database = await openPostgres(await postgres.createDatabase(), 'drizzle/migrations');
		await database.db.insert(region).values({ code: '75', name: 'Nouvelle-Aquitaine' });
		await database.db.insert(department).values({ code: '64', name: 'Essai', regionCode: '75' });
		const postcodes = ['64000', 'à, "virgules"', 'NULL', ''];
		const pau = { code: '64445', name: 'Pau', searchName: 'pau', departmentCode: '64', population: 1 };
		await database.db.insert(commune).values({ ...pau, postcodes });
		const [row] = await database.db.select().from(commune).where(eq(commune.code, '64445'));
		expect(row?.postcodes).toEqual(postcodes);
		await database.close();
	});
});
