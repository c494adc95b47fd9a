import { createHash } from 'node:crypto';
import { createPostgresBus } from './collaboration/adapters/postgres-bus.ts';
import type { Bus } from './collaboration/ports/bus.ts';
import type { Clock } from './collaboration/ports/clock.ts';
import type { Logger } from './collaboration/ports/logger.ts';
import { soleBus } from './collaboration/sole-bus.ts';

/**
 * The bus that the configuration asks for: none on the embedded database, Redis when there is one, Postgres otherwise. It opens by itself, later:
 * a process starts and serves without it.
 */
export async function openBus(options: {
	configuration: { databaseUrl: string | null; redisUrl: string | null };
	/** What tells this database from any other. */
	identity(): Promise<string>;
	/** Id of this process, different for each start. */
	from: string;
	clock: Clock;
	logger: Logger;
}): Promise<Bus> {
	const { configuration, identity, ...common } = options;
	const { databaseUrl, redisUrl } = configuration;
	if (databaseUrl === null) return soleBus();
	if (redisUrl === null) return createPostgresBus({ ...common, url: databaseUrl });
	// Its client is five hundred files, which a process without Redis does not read.
	const { createRedisBus } = await import('./collaboration/adapters/redis-bus.ts');
	return createRedisBus({ ...common, url: redisUrl, scope: scopeOf(databaseUrl, await identity()) });
}

/**
 * Names an installation on a Redis that may serve several. Both the address and what the database says of itself count: two of the
 * same must never meet, whereas one that is taken for two only loses its hints.
 */
function scopeOf(databaseUrl: string, identity: string): string {
	// Not by `URL`, which refuses a list of hosts.
	const place = databaseUrl.replace(/^postgres(ql)?:\/\/([^/]*@)?/, '').replace(/\?.*$/, '');
	return createHash('sha256').update(`${place} ${identity}`).digest('hex').slice(0, 16);
}
