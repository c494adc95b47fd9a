import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childEnvironment } from './environment.ts';
import { freePort } from './free-port.ts';
import { copySeededDatabase } from './seeded-postgres.ts';

/** Data directory with the demonstration loaded, made once by the global set-up and copied for each server. */
export const SEEDED_DIRECTORY = resolve('test-results/seeded');

/** Data directories of the servers, each 60 MB; emptied when all the browser tests have ended. */
export const SERVER_DIRECTORIES = resolve('test-results/servers');

/**
 * WebAssembly by its first compiler alone: a server of the tests has ended before the second has paid for what it makes of the embedded
 * database's engine. It takes a fifth of what such a server works.
 */
const ENGINE_COMPILED_ONCE = '--liftoff-only';

export interface TestServer {
	readonly origin: string;
	readonly dataDirectory: string;
	/** Null where the database is the embedded one, in the data directory. */
	readonly databaseUrl: string | null;
	/** Everything the server has written on its error output. */
	errors(): string;
	/** Sends a signal and waits for the end of the process. @returns its exit code, or null when a signal ended it */
	stop(signal?: NodeJS.Signals): Promise<number | null>;
	/** The same server again: same port, same data. */
	start(): Promise<void>;
	isRunning(): boolean;
	/** Holds the process where it is, or lets it go on: the lines stay open and nobody answers. */
	hold(): void;
	release(): void;
}

/** A data directory of its own, with the demonstration or empty. */
export async function newDataDirectory(seeded: boolean): Promise<string> {
	await mkdir(SERVER_DIRECTORIES, { recursive: true });
	const directory = await mkdtemp(join(SERVER_DIRECTORIES, 'server-'));
	if (seeded) await cp(SEEDED_DIRECTORY, directory, { recursive: true });
	return directory;
}

/**
 * The same on a Postgres, in a copy of the demonstration of its own: it answers with two thirds of the work. What the embedded database may
 * make otherwise stays on what `npm start` gives: the first journeys, a killed server, lines that break.
 */
export async function startOnPostgres(environment: Record<string, string> = {}): Promise<TestServer> {
	return startServer({ DATABASE_URL: await copySeededDatabase(), ...environment });
}

/** The built server in a process of its own, on a free port, on a copy of the demonstration's data in the embedded database. */
export async function startServer(environment: Record<string, string> = {}): Promise<TestServer> {
	const dataDirectory =
		environment.DATA_DIR ?? (await newDataDirectory(environment.DATABASE_URL === undefined));
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	let child: ChildProcess | null = null;
	let errors = '';
	const start = async (): Promise<void> => {
		const started = spawn(process.execPath, [ENGINE_COMPILED_ONCE, 'server/index.ts'], {
			env: childEnvironment({
				PORT: String(port),
				DATA_DIR: dataDirectory,
				NODE_ENV: 'production',
				...environment,
			}),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		started.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
		child = started;
		await waitUntilServing(origin, started, () => errors);
	};
	await start();
	return {
		origin,
		dataDirectory,
		databaseUrl: environment.DATABASE_URL ?? null,
		errors: () => errors,
		start,
		isRunning: () => child !== null && child.exitCode === null && child.signalCode === null,
		hold: () => void child?.kill('SIGSTOP'),
		release: () => void child?.kill('SIGCONT'),
		async stop(signal = 'SIGTERM') {
			if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
			const ended = once(child, 'exit');
			child.kill(signal);
			const [code] = (await ended) as [number | null];
			return code;
		},
	};
}

export async function waitUntilServing(
	origin: string,
	child: ChildProcess,
	errors: () => string,
): Promise<void> {
	for (let attempt = 0; attempt < 600; attempt += 1) {
		if (child.exitCode !== null) throw new Error(`the server ended at once: ${errors()}`);
		const response = await fetch(`${origin}/sante`).catch(() => null);
		if (response?.ok === true) return;
		await pause(100);
	}
	throw new Error(`the server does not answer: ${errors()}`);
}
