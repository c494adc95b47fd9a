import { createClient } from '@redis/client';
import { openPool } from '#lib/server/database/postgres.ts';
import { newId } from '#lib/identifiers.ts';
import { startPostgres } from '../../tests/support/postgres.ts';
import { openProxy, type Proxy } from '../../tests/support/proxy.ts';
import { startRedis } from '../../tests/support/redis.ts';
import { createMemoryHub } from './adapters/memory-bus.ts';
import { createPostgresBus } from './adapters/postgres-bus.ts';
import { createRedisBus } from './adapters/redis-bus.ts';
import { createSystemClock } from './adapters/system-clock.ts';
import type { Bus } from './ports/bus.ts';
import type { Logger } from './ports/logger.ts';
import { describeBus, type BusGround } from './testing/bus-contract.ts';

const quiet: Logger = { info() {}, warn() {}, error() {} };
const common = () => ({ from: newId(), clock: createSystemClock(), logger: quiet });

function memoryGround(carriesBytes: boolean): Promise<BusGround> {
	const hub = createMemoryHub({ carriesBytes });
	const elsewhere = createMemoryHub({ carriesBytes });
	const buses: Bus[] = [];
	return Promise.resolve({
		open() {
			const bus = hub.open(newId());
			buses.push(bus);
			return bus;
		},
		openElsewhere: () => elsewhere.open(newId()),
		cut: () => buses.forEach((bus) => hub.cut(bus)),
		heal: () => buses.forEach((bus) => hub.heal(bus)),
		inject: (bytes) => Promise.resolve(hub.inject(bytes)),
		stop: () => Promise.resolve(),
	});
}

/** The address of a server, by way of the proxy. */
function through(url: string, proxy: Proxy): string {
	const changed = new URL(url);
	changed.port = String(proxy.port);
	return changed.href;
}

async function postgresGround(): Promise<BusGround> {
	const server = await startPostgres();
	const [url, elsewhere] = [await server.createDatabase(), await server.createDatabase()];
	const proxy = await openProxy({ host: '127.0.0.1', port: server.socket.port });
	const client = openPool(url, 1);
	const notify = (text: string) => client.query('select pg_notify($1, $2)', ['terrimed', text]);
	return {
		open: () => createPostgresBus({ url: through(url, proxy), ...common() }),
		openElsewhere: () => createPostgresBus({ url: elsewhere, ...common() }),
		cut: () => proxy.cut(),
		heal: () => proxy.heal(),
		async inject(bytes) {
			const text = Buffer.from(bytes).toString('base64').slice(0, 7_000);
			await notify(text);
			await notify(`stranger:1:0/1:${text}`);
			await notify(`stranger:2:1/9:${text}`);
		},
		async stop() {
			await client.end();
			await proxy.close();
			await server.stop();
		},
	};
}

async function redisGround(): Promise<BusGround> {
	const server = await startRedis();
	const proxy = await openProxy({ host: '127.0.0.1', port: server.port });
	const client = createClient({ url: server.url, RESP: 2 });
	client.on('error', () => {});
	await client.connect();
	const url = through(server.url, proxy);
	return {
		open: () => createRedisBus({ url, scope: 'here', ...common() }),
		openElsewhere: () => createRedisBus({ url, scope: 'elsewhere', ...common() }),
		cut: () => proxy.cut(),
		heal: () => proxy.heal(),
		inject: async (bytes) => void (await client.publish('terrimed:here:all', Buffer.from(bytes))),
		async stop() {
			client.destroy();
			await proxy.close();
			await server.kill();
		},
	};
}

describeBus('in memory', { carriesBytes: true, openGround: () => memoryGround(true) });
describeBus('in memory, numbers only', { carriesBytes: false, openGround: () => memoryGround(false) });
describeBus('Postgres', { carriesBytes: false, openGround: postgresGround });
describeBus('Redis', { carriesBytes: true, openGround: redisGround });
