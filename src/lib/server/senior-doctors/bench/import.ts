// A national file of 73,000 doctors through the import, beside COPY of the same rows into the same table. Prints ratios: a time on a shared
// machine says little by itself. Each database is measured in a process of its own, so that what one took is not told of the other.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { buildContext, type TestContext } from '../../../../../tests/support/context.ts';
import { buildMember, openCommittees, seenBy } from '../../../../../tests/support/committee.ts';
import { csvOf, doctorRows, DOCTOR_TITLES } from '../../../../../tests/support/doctor-files.ts';
import { startPostgres } from '../../../../../tests/support/postgres.ts';
import { openPostgres, overEngine, startEngine } from '../../database/database.ts';
import { migrateDatabase } from '../../database/migrate.ts';
import { createJobRunner } from '../../jobs/job.runner.ts';
import { getImport } from '../../registries/registry-import.queries.ts';
import { authorizeImports } from '../../registries/registry-region.queries.ts';
import { loadTerritory } from '../../territory/territory.commands.ts';
import { searchCommunes } from '../../territory/territory.queries.ts';
import { importFile } from '../../registries/import-flow.commands.ts';
import { DOCTORS_REGISTRY } from '../doctor-import.registry.ts';

const ROWS = Number(process.argv[3] ?? process.argv[2] ?? 73_000) || 73_000;
const MIGRATIONS = 'drizzle/migrations';
const MIB = 1_048_576;

interface Measured {
	seconds: number;
	/** Processor time of this process: what a busy machine does not change. */
	cpu: number;
	/** The most memory that the process took beside what it had when the file was there. */
	memory: number;
}

async function communesOf(context: TestContext): Promise<{ code: string; name: string }[]> {
	const found = [];
	for (const department of ['64', '40', '33']) {
		for (const word of ['saint', 'mont', 'la', 'bo'])
			found.push(...(await searchCommunes(context, department, word)));
	}
	return found.map(({ code, name }) => ({ code, name }));
}

async function measured(work: () => Promise<void>): Promise<Measured> {
	const before = process.memoryUsage.rss();
	let most = before;
	const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
	const [start, cpu] = [performance.now(), process.cpuUsage()];
	await work();
	const seconds = (performance.now() - start) / 1_000;
	const { user, system } = process.cpuUsage(cpu);
	clearInterval(watch);
	return { seconds, cpu: (user + system) / 1_000_000, memory: most - before };
}

async function measureImport(context: TestContext): Promise<Measured> {
	await loadTerritory(context.db);
	await openCommittees(context, '64');
	const urps = await seenBy(context, await buildMember(context, { role: 'urps', regionCode: '75' }));
	const bytes = await fileOf(await communesOf(urps));
	const runner = createJobRunner({
		...{ db: context.db, events: context.events, now: () => new Date() },
		...{ runner: 'bench', alone: true, handlers: JOB_HANDLERS, purges: [] },
		contextOf: () => Promise.resolve(urps),
		timers: { setTimeout: () => null, clearTimeout: () => {} },
		reportError: (error) => {
			throw error;
		},
	});
	let id = '';
	const took = await measured(async () => {
		({ id } = await importFile(
			urps,
			{ registry: DOCTORS_REGISTRY, regionCode: '75' },
			{
				...{ file: { name: 'national.csv', bytes }, columns: null, dry: false, rule: 'suggested' },
			},
		));
		await runner.settle();
		await runner.settle();
	});
	await runner.close();
	const done = await getImport(urps, await authorizeImports(urps, 'senior-doctors', '75'), id);
	process.stdout.write(`  ${done.state}: ${JSON.stringify(done.counts)}${done.fault ?? ''}\n`);
	return took;
}

function fileOf(communes: { code: string; name: string }[]): Promise<Uint8Array> {
	const text = csvOf([DOCTOR_TITLES, ...doctorRows(ROWS, communes, 3)]);
	return Promise.resolve(new Uint8Array(Buffer.from(text, 'utf8')));
}

/** COPY of the same records out, then into the same table again, emptied. */
async function copySeconds(url: string, file: string): Promise<number> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	await client.query(`copy (select * from senior_doctor) to '${file}'`);
	await client.query('truncate senior_doctor cascade');
	const start = performance.now();
	await client.query(`copy senior_doctor from '${file}'`);
	const seconds = (performance.now() - start) / 1_000;
	await client.end();
	return seconds;
}

const said = ({ seconds, cpu, memory }: Measured): string =>
	`${seconds.toFixed(1)} s, of which ${cpu.toFixed(1)} s of this processor; ${Math.round(memory / MIB)} MiB beside what the process had`;

/** Bytes that the engine has taken for itself: they are never given back. */
const engineBytes = ({ Module }: PGlite): number => Module.HEAPU8.length;

async function embedded(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'terrimed-import-'));
	try {
		const client = await startEngine({ dataDir: join(folder, 'database') });
		await migrateDatabase({ kind: 'embedded', client, migrationsFolder: MIGRATIONS });
		const database = await overEngine(client);
		const before = engineBytes(client);
		const there = await measureImport(buildContext({ db: database.db }));
		const engine = engineBytes(client) - before;
		process.stdout.write(`  embedded: ${said(there)}; ratio to 60 s: ${(there.seconds / 60).toFixed(2)}\n`);
		process.stdout.write(`    of which the engine's own heap grew by ${Math.round(engine / MIB)} MiB\n`);
		await database.close();
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function postgres(): Promise<void> {
	const server = await startPostgres();
	const file = join(tmpdir(), `copy-${process.pid}.txt`);
	try {
		const url = await server.createDatabase();
		const database = await openPostgres(url, MIGRATIONS);
		const here = await measureImport(buildContext({ db: database.db }));
		await database.close();
		const copied = await copySeconds(url, file);
		process.stdout.write(
			`  Postgres: ${said(here)}; COPY of the same rows: ${copied.toFixed(1)} s; ratio: ${(here.seconds / copied).toFixed(1)}\n`,
		);
	} finally {
		await server.stop();
		await rm(file, { force: true });
	}
}

function inProcessOfItsOwn(name: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, name, String(ROWS)], {
			stdio: 'inherit',
		});
		child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${name}: ${code}`))));
	});
}

const DATABASES: Readonly<Record<string, () => Promise<void>>> = { embedded, postgres };
const one = DATABASES[process.argv[2] ?? ''];
if (one !== undefined) await one();
else {
	process.stdout.write(`Import of ${ROWS} doctors (read, checked, compared, written)\n`);
	for (const name of Object.keys(DATABASES)) await inProcessOfItsOwn(name);
}
