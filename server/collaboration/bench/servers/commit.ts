// What it costs to be durable and nothing else: one row of one table, one statement, prepared, on the bare driver.
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { quantile } from '../statistics.ts';
import { answerQuestions } from './measured.js';

const { DATABASE_URL, DATA_DIR } = process.env;
const ROW = new Uint8Array(25);
const TABLE = 'create table if not exists bare (id bigserial primary key, bytes bytea not null)';
const INSERT = 'insert into bare (bytes) values ($1)';

const insert = DATABASE_URL ? await onPostgres(DATABASE_URL) : await onEmbedded(DATA_DIR ?? 'memory://');

async function onPostgres(url: string): Promise<() => Promise<unknown>> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	await client.query(TABLE);
	return () => client.query({ name: 'bare', text: INSERT, values: [Buffer.from(ROW)] });
}

async function onEmbedded(directory: string): Promise<() => Promise<unknown>> {
	const client = await PGlite.create(directory);
	await client.query(TABLE);
	return () => client.query(INSERT, [ROW]);
}

/** With the pause that edits have between them, since a processor that sleeps is slow to wake. Milliseconds. */
async function measure(count: number): Promise<{ median: number; p95: number }> {
	const times: number[] = [];
	for (let i = 0; i < count; i++) {
		const started = performance.now();
		await insert();
		times.push(performance.now() - started);
		await new Promise((resolve) => setTimeout(resolve, 8));
	}
	const sorted = times.slice(count >> 2).sort((a, b) => a - b);
	return { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}

answerQuestions({ other: ({ count = 200 }) => measure(count) });
process.send?.({ port: 0 });
