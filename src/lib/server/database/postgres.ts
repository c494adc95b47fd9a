import pg from 'pg';

/** How long the closing of a pool may take, in milliseconds. */
export const CLOSING_PATIENCE = 5_000;

/** How long the opening of a connection may take, in milliseconds. */
const CONNECT_TIMEOUT = 10_000;

/**
 * A pool of connections to Postgres. One that dies, idle or at work, fails what it was asked and is replaced; nothing else happens, since
 * the error is told to whoever asked.
 */
export function openPool(url: string, size: number): pg.Pool {
	const pool = new pg.Pool({
		connectionString: url,
		max: size,
		connectionTimeoutMillis: CONNECT_TIMEOUT,
		keepAlive: true,
	});
	// Without a listener, each would end the process.
	pool.on('error', () => {});
	pool.on('connect', (client) => client.on('error', () => {}));
	return pool;
}

/** Closes what it can; a connection whose other end says nothing any more is not waited for longer than `patience` milliseconds. */
export async function closeWithin(
	patience: number,
	closables: readonly { end(): Promise<void> }[],
): Promise<void> {
	let enough: NodeJS.Timeout | undefined;
	const tooLong = new Promise<void>((resolve) => {
		enough = setTimeout(resolve, patience);
	});
	await Promise.race([Promise.allSettled(closables.map((one) => one.end())), tooLong]);
	clearTimeout(enough);
}

/** One connection of its own, not open yet: for LISTEN, which belongs to a connection. */
export function createConnection(url: string, options: { name: string; connectTimeout: number }): pg.Client {
	return new pg.Client({
		connectionString: url,
		application_name: options.name,
		connectionTimeoutMillis: options.connectTimeout,
		keepAlive: true,
	});
}
