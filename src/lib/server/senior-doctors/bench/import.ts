// A national file of 73,000 doctors through the import, on both databases, beside COPY of the same rows on Postgres. Prints ratios: a
// time on a shared machine says little by itself.
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { buildContext, type TestContext } from '../../../../../tests/support/context.ts';
import { buildMember, openCommittees, seenBy } from '../../../../../tests/support/committee.ts';
import { csvOf, doctorRows, DOCTOR_TITLES } from '../../../../../tests/support/doctor-files.ts';
import { startPostgres } from '../../../../../tests/support/postgres.ts';
import { openEmbedded, openPostgres } from '../../database/database.ts';
import { createJobRunner } from '../../jobs/job.runner.ts';
import { getImport } from '../../registries/registry-import.queries.ts';
import { authorizeImports } from '../../registries/registry-region.queries.ts';
import { loadTerritory } from '../../territory/territory.commands.ts';
import { searchCommunes } from '../../territory/territory.queries.ts';
import { importDoctors } from '../doctor-import.commands.ts';

const ROWS = Number(process.argv[2] ?? 73_000);
const MIB = 1_048_576;

interface Measured {
	seconds: number;
	/** Most memory that the process took beside what it had when the file was there. */
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

async function measure(context: TestContext): Promise<Measured> {
	await loadTerritory(context.db);
	await openCommittees(context, '64');
	const urps = await seenBy(context, await buildMember(context, { role: 'urps', regionCode: '75' }));
	const rows = doctorRows(ROWS, await communesOf(urps), 3);
	const bytes = new Uint8Array(Buffer.from(csvOf([DOCTOR_TITLES, ...rows]), 'utf8'));
	rows.length = 0;
	const runner = createJobRunner({
		...{ db: context.db, events: context.events, now: () => new Date() },
		...{ runner: 'bench', alone: true, handlers: JOB_HANDLERS, purges: [] },
		contextOf: () => Promise.resolve(urps),
		timers: { setTimeout: () => null, clearTimeout: () => {} },
		reportError: (error) => {
			throw error;
		},
	});
	const before = process.memoryUsage.rss();
	let most = before;
	const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
	const start = performance.now();
	const { id } = await importDoctors(urps, '75', {
		...{ file: { name: 'national.csv', bytes }, columns: null, dry: false, rule: 'suggested' },
	});
	await runner.settle();
	await runner.settle();
	const seconds = (performance.now() - start) / 1_000;
	clearInterval(watch);
	await runner.close();
	const done = await getImport(urps, await authorizeImports(urps, 'senior-doctors', '75'), id);
	process.stdout.write(`  ${done.state}: ${JSON.stringify(done.counts)}${done.fault ?? ''}\n`);
	return { seconds, memory: most - before };
}

/** COPY of the same records out and into a table like theirs, with the same indexes. */
async function copySeconds(url: string): Promise<number> {
	const file = join(tmpdir(), `copy-${process.pid}.csv`);
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	await client.query(`copy (select * from senior_doctor) to '${file}'`);
	await client.query('create table copied (like senior_doctor including all)');
	const start = performance.now();
	await client.query(`copy copied from '${file}'`);
	const seconds = (performance.now() - start) / 1_000;
	await client.end();
	await rm(file, { force: true });
	return seconds;
}

const said = ({ seconds, memory }: Measured): string =>
	`${seconds.toFixed(1)} s, ${Math.round(memory / MIB)} MiB beside what the process had`;

async function main(): Promise<void> {
	process.stdout.write(`Import of ${ROWS} doctors (read, checked, compared, written)\n`);
	const embedded = await openEmbedded(null, 'drizzle/migrations');
	const there = await measure(buildContext({ db: embedded.db }));
	await embedded.close();
	process.stdout.write(`  embedded: ${said(there)}; ratio to 60 s: ${(there.seconds / 60).toFixed(2)}\n`);
	const postgres = await startPostgres();
	try {
		const url = await postgres.createDatabase();
		const database = await openPostgres(url, 'drizzle/migrations');
		const here = await measure(buildContext({ db: database.db }));
		const copied = await copySeconds(url);
		await database.close();
		process.stdout.write(
			`  Postgres: ${said(here)}; COPY of the same rows: ${copied.toFixed(1)} s; ratio: ${(here.seconds / copied).toFixed(1)}\n`,
		);
	} finally {
		await postgres.stop();
	}
}

await main();
