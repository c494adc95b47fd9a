import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgres, type OpenDatabase } from '#lib/server/database/database.ts';
import { newId } from '#lib/identifiers.ts';
import { startPostgres, type RunningPostgres } from '../tests/support/postgres.ts';
import { startRedis, type RunningRedis } from '../tests/support/redis.ts';
import { openBus } from './bus.ts';
import { createSystemClock } from './collaboration/adapters/system-clock.ts';
import type { Bus, BusMessage } from './collaboration/ports/bus.ts';

const quiet = { info() {}, warn() {}, error() {} };

let postgres: RunningPostgres;
let redis: RunningRedis;
let urls: string[];
let databases: OpenDatabase[];

beforeAll(async () => {
	postgres = await startPostgres();
	redis = await startRedis();
	urls = [await postgres.createDatabase(), await postgres.createDatabase()];
	databases = await Promise.all(urls.map((url) => openPostgres(url, 'drizzle/migrations')));
});
afterAll(async () => {
	for (const database of databases) await database.close();
	await redis.kill();
	await postgres.stop();
});

function open(databaseUrl: string | null, redisUrl: string | null, identity = ''): Promise<Bus> {
	return openBus({
		configuration: { databaseUrl, redisUrl },
		identity: () => Promise.resolve(identity),
		from: newId(),
		clock: createSystemClock(),
		logger: quiet,
	});
}

describe('the bus of the configuration', () => {
	test('the embedded database has no other process', async () => {
		expect((await open(null, null)).isShared).toBe(false);
	});

	test('a database says the same of itself to each process, and another one something else', async () => {
		const again = await openPostgres(urls[0] ?? '', 'drizzle/migrations');
		const [first, second] = databases;
		expect(await again.identity()).toBe(await first?.identity());
		expect(await second?.identity()).not.toBe(await first?.identity());
		await again.close();
	});

	test.each([
		['Postgres', () => null],
		['Redis', () => redis.url],
	])('BUS-8 by %s, processes of one database hear each other and nobody else', async (_name, redisUrl) => {
		const [one = '', two = ''] = urls;
		const opened = await Promise.all([
			open(one, redisUrl(), 'a'),
			open(one, redisUrl(), 'a'),
			open(two, redisUrl(), 'b'),
		]);
		const [from, near, far] = opened as [Bus, Bus, Bus];
		const heardFar: BusMessage[] = [];
		far.listen({ message: (message) => heardFar.push(message), resumed() {} });
		const heard = new Promise<BusMessage>((resolve) => near.listen({ message: resolve, resumed() {} }));
		while (!opened.every((bus) => bus.isUp)) await new Promise((resolve) => setImmediate(resolve));
		const ended: BusMessage = { kind: 'session-ended', sessionId: newId() };
		from.publish([ended]);
		expect(await heard).toEqual(ended);
		expect(heardFar).toEqual([]);
		await Promise.all(opened.map((bus) => bus.close()));
	});

	test('a process starts though Redis is not there, and comes to it later', async () => {
		await redis.kill();
		const bus = await open(urls[0] ?? '', redis.url);
		expect(bus.isShared).toBe(true);
		expect(bus.isUp).toBe(false);
		const there = new Promise<void>((resolve) => bus.listen({ message() {}, resumed: resolve }));
		await redis.start();
		await there;
		expect(bus.isUp).toBe(true);
		await bus.close();
	});
});
