import { startPostgres, type RunningPostgres } from './postgres.ts';
import { openProxy, type Proxy, type Target } from './proxy.ts';
import { startRedis, type RunningRedis } from './redis.ts';
import { loadDemonstration } from './seeded-postgres.ts';
import { startServer, type TestServer } from './server.ts';

/** Several built servers on one Postgres, behind a proxy that gives each connection to the next of them. */
export interface Cluster {
	/** Address of the proxy: what people open. */
	readonly origin: string;
	readonly proxy: Proxy;
	readonly processes: readonly ClusterProcess[];
	readonly databaseUrl: string;
	/** Null when the processes speak through Postgres. */
	readonly redis: RunningRedis | null;
	stop(): Promise<void>;
}

export interface ClusterProcess extends TestServer {
	readonly target: Target;
	/** What `/sante` and the sockets of this process say of it; another after each start. */
	runtime(): Promise<string>;
}

/**
 * Starts the topology of `compose.yaml` by plain processes, with the demonstration. The processes start at the same instant, on a database
 * without a table.
 */
export async function startCluster(
	options: { processes?: number; bus?: 'redis' | 'postgres'; environment?: Record<string, string> } = {},
): Promise<Cluster> {
	const postgres = await startPostgres();
	const databaseUrl = await postgres.createDatabase();
	const redis = options.bus === 'postgres' ? null : await startRedis();
	const environment = {
		DATABASE_URL: databaseUrl,
		...(redis === null ? {} : { REDIS_URL: redis.url }),
		...options.environment,
	};
	const processes = await Promise.all(
		Array.from({ length: options.processes ?? 2 }, () => startProcess(environment)),
	);
	await loadDemonstration(databaseUrl);
	const proxy = await openProxy(...processes.map(({ target }) => target));
	return {
		origin: `http://localhost:${proxy.port}`,
		proxy,
		processes,
		databaseUrl,
		redis,
		stop: () => stopAll({ proxy, processes, redis, postgres }),
	};
}

async function startProcess(environment: Record<string, string>): Promise<ClusterProcess> {
	const server = await startServer(environment);
	return {
		...server,
		target: { host: '127.0.0.1', port: Number(new URL(server.origin).port) },
		async runtime() {
			const health = (await (await fetch(`${server.origin}/sante`)).json()) as { runtime: string };
			return health.runtime;
		},
	};
}

async function stopAll(parts: {
	proxy: Proxy;
	processes: readonly ClusterProcess[];
	redis: RunningRedis | null;
	postgres: RunningPostgres;
}): Promise<void> {
	await parts.proxy.close();
	await Promise.all(parts.processes.map((server) => server.stop()));
	await parts.redis?.kill();
	await parts.postgres.stop();
}
