import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { childEnvironment } from './environment.ts';
import { startPostgres } from './postgres.ts';

/** Where a worker finds the database with the demonstration that the set-up of all the browser tests has made. */
const ADDRESS = 'SEEDED_DATABASE_URL';

/** Starts the Postgres of the browser tests, with the demonstration in a database that nobody opens but to copy it. @returns what stops it */
export async function startSeededPostgres(): Promise<() => Promise<void>> {
	const postgres = await startPostgres(LOST_WITH_THE_MACHINE);
	const databaseUrl = await postgres.createDatabase();
	await loadDemonstration(databaseUrl);
	process.env[ADDRESS] = databaseUrl;
	return () => postgres.stop();
}

/** What a test wrote need outlive the process that wrote it, killed or not, and never the machine. */
const LOST_WITH_THE_MACHINE = ['-c', 'fsync=off', '-c', 'full_page_writes=off'];

/** @returns the address of a database of one's own with the demonstration */
export async function copySeededDatabase(): Promise<string> {
	const address = process.env[ADDRESS];
	if (address === undefined) throw new Error('the set-up of the browser tests has started no Postgres');
	const copy = new URL(address);
	copy.pathname = `/copy_${crypto.randomUUID().replaceAll('-', '')}`;
	const own = new URL(address);
	own.pathname = '/postgres';
	const client = new pg.Client({ connectionString: own.href });
	await client.connect();
	try {
		const [from, to] = [address, copy.href].map((url) => new URL(url).pathname.slice(1));
		// By its files: to write each page in the journal as well costs three times as much.
		await client.query(`create database ${to} template ${from} strategy file_copy`);
	} finally {
		await client.end();
	}
	return copy.href;
}

/** By the command that an administrator would use. */
export async function loadDemonstration(databaseUrl: string): Promise<void> {
	const seeding = spawn(process.execPath, ['drizzle/seed.ts', '--demo'], {
		env: childEnvironment({ DATABASE_URL: databaseUrl, NODE_ENV: 'production' }),
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let errors = '';
	seeding.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
	const [code] = (await once(seeding, 'exit')) as [number | null];
	if (code !== 0) throw new Error(`the demonstration was not loaded: ${errors}`);
}
