import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startRedisStandIn } from './redis-stand-in.ts';
import { freePort } from './free-port.ts';

export interface RunningRedis {
	readonly url: string;
	readonly port: number;
	/** `stand-in` where neither Redis nor Valkey is installed. */
	readonly kind: 'server' | 'stand-in';
	/** Kills it at once, connections and all. */
	kill(): Promise<void>;
	/** The same again, on the same port, with nothing in memory. */
	start(): Promise<void>;
}

/**
 * Starts Redis or Valkey on a free port of the loopback interface, without persistence. `npm test` installs Debian's package when it
 * may; where there is none, a stand-in in this process speaks the few commands that publishing and subscribing need.
 */
export async function startRedis(): Promise<RunningRedis> {
	const port = await freePort();
	const url = `redis://127.0.0.1:${port}`;
	const binary = findBinary();
	if (binary === null) return { url, port, kind: 'stand-in', ...(await startRedisStandIn(port)) };
	let child: ChildProcess | null = null;
	const start = async (): Promise<void> => {
		child = spawn(
			binary,
			[
				'--port',
				String(port),
				'--bind',
				'127.0.0.1',
				'--save',
				'',
				'--appendonly',
				'no',
				'--daemonize',
				'no',
			],
			{ stdio: 'ignore' },
		);
		await listening(port);
	};
	await start();
	return {
		url,
		port,
		kind: 'server',
		start,
		async kill() {
			if (child === null || child.exitCode !== null || child.signalCode !== null) return;
			const ended = once(child, 'exit');
			child.kill('SIGKILL');
			await ended;
		},
	};
}

/** Path of `redis-server` or `valkey-server`; null for neither. */
function findBinary(): string | null {
	for (const name of ['valkey-server', 'redis-server']) {
		for (const folder of (process.env.PATH ?? '').split(delimiter)) {
			const path = join(folder, name);
			try {
				accessSync(path, constants.X_OK);
				return path;
			} catch {
				continue;
			}
		}
	}
	return null;
}

async function listening(port: number): Promise<void> {
	for (let attempt = 0; attempt < 500; attempt += 1) {
		const socket = connect({ host: '127.0.0.1', port });
		const open = await new Promise<boolean>((resolve) => {
			socket.once('connect', () => resolve(true));
			socket.once('error', () => resolve(false));
		});
		socket.destroy();
		if (open) return;
		await pause(20);
	}
	throw new Error('Redis does not listen');
}
