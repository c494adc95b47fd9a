import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems give to outgoing connections, one of which may otherwise take a port before its server does. */
const FIRST = 15_000;
const PAST_LAST = 30_000;

/** @returns a port on which nobody listens on this machine */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = randomInt(FIRST, PAST_LAST);
		if (await isFree(port)) return port;
	}
}

async function isFree(port: number): Promise<boolean> {
	const probe = createServer().listen(port, '127.0.0.1');
	try {
		await once(probe, 'listening');
	} catch {
		return false;
	}
	probe.close();
	await once(probe, 'close');
	return true;
}
