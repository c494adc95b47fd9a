// `npm run bench`: ours, durable, beside @y/websocket-server without persistence, in turn, in separate processes.
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../../tests/support/postgres.ts';
import { writeLargeDocument } from './large-document.ts';

const here = import.meta.dirname;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const EDITS = Number(process.env['BENCH_EDITS'] ?? 150);
const CLIENTS = [2, 20, 100];
const OPENINGS = 6;
const PEER = '@y/websocket-server';

type Ready = { port: number; documents: string[] | null; large: string | null };
type Target = { name: string; script: string; path: string; environment: () => Record<string, string> };
type Opening = { cold: number; warm: number[]; bytes: number };

if (!existsSync(join(here, 'peers/node_modules/@y/websocket-server'))) {
	execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: join(here, 'peers'), stdio: 'inherit' });
}
const folder = mkdtempSync(join(tmpdir(), 'terrimed-bench-'));
const large = join(folder, 'large');
say('génération du grand document...');
const { edits, bytes } = writeLargeDocument(large);
const postgres = await startPostgres();
const databaseUrl = new URL(await postgres.createDatabase());
const socket = {
	PGHOST: postgres.socket.directory,
	PGPORT: String(postgres.socket.port),
	PGUSER: databaseUrl.username,
	PGPASSWORD: databaseUrl.password,
};
const largeIds = new Map<string, string>();

const targets: Target[] = [
	{ name: PEER, script: 'peers/serve.js', path: '/', environment: () => ({ LARGE: large }) },
	{ name: 'relay', script: 'serve-relay.js', path: '/', environment: () => ({}) },
	ours('terrimed, embedded', () => ({ DATA_DIR: join(folder, 'embedded') })),
	ours('terrimed, postgres', () => ({ ...socket, DATABASE_URL: `postgres://${databaseUrl.pathname}` })),
];

function ours(name: string, environment: () => Record<string, string>): Target {
	return {
		name,
		script: 'serve-ours.ts',
		path: '/collaboration/',
		environment: () => {
			const known = largeIds.get(name);
			return {
				...environment(),
				LIMIT_SOCKETS_PER_ACCOUNT: '1000',
				LARGE: large,
				...(known === undefined ? {} : { LARGE_ID: known }),
			};
		},
	};
}

const latencies = new Map<string, number[]>();
const openings = new Map<string, Opening[]>();
try {
	for (const target of targets) if (target.script === 'serve-ours.ts') await prepare(target);
	for (let round = 1; round <= ROUNDS; round++) {
		say(`tour ${round} sur ${ROUNDS}`);
		for (const target of round % 2 === 1 ? targets : [...targets].reverse()) await measure(target);
	}
	report();
} finally {
	await postgres.stop();
	rmSync(folder, { recursive: true, force: true });
}

/** Stores the large document, so that each round opens it cold. */
async function prepare(target: Target): Promise<void> {
	const server = await start(target);
	if (server.ready.large) largeIds.set(target.name, server.ready.large);
	await server.stop();
}

async function measure(target: Target): Promise<void> {
	const server = await start(target);
	const load = fork(join(here, 'load.ts'), { execArgv: [] });
	const address = `ws://127.0.0.1:${server.ready.port}${target.path}`;
	if (target.name !== 'relay') {
		const url = address + (server.ready.large ?? 'large');
		const opening = await ask<Opening>(load, { kind: 'opening', url, openings: OPENINGS });
		openings.set(target.name, [...(openings.get(target.name) ?? []), opening]);
	}
	for (const [i, clients] of CLIENTS.entries()) {
		const url = address + (server.ready.documents?.[i] ?? `document-${i}`);
		const times = await ask<number[]>(load, { kind: 'latency', url, clients, edits: EDITS });
		const key = `${target.name} ${clients}`;
		latencies.set(key, [...(latencies.get(key) ?? []), ...times]);
	}
	load.kill();
	await server.stop();
}

async function start(target: Target): Promise<{ ready: Ready; stop(): Promise<void> }> {
	const child = fork(join(here, target.script), {
		execArgv: [],
		env: { ...process.env, ...target.environment(), NODE_ENV: 'production' },
	});
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const ready = await ask<Ready>(child, null);
	return {
		ready,
		async stop() {
			child.send('stop');
			await exited;
		},
	};
}

function ask<Answer>(child: ChildProcess, question: object | null): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const onExit = (code: number | null) => reject(new Error(`a bench process ended (${code})`));
		child.once('exit', onExit);
		child.once('message', (answer) => {
			child.off('exit', onExit);
			resolve(answer as Answer);
		});
		if (question) child.send(question);
	});
}

function report(): void {
	const rows = CLIENTS.flatMap((clients) =>
		targets.map(({ name }) => {
			const times = (latencies.get(`${name} ${clients}`) ?? []).sort((a, b) => a - b);
			const base = (latencies.get(`${PEER} ${clients}`) ?? []).sort((a, b) => a - b);
			return {
				clients,
				server: name,
				median: quantile(times, 0.5),
				p95: quantile(times, 0.95),
				medianRatio: quantile(times, 0.5) / quantile(base, 0.5),
				p95Ratio: quantile(times, 0.95) / quantile(base, 0.95),
			};
		}),
	);
	say('\nedit seen by a peer (ms, ratio to @y/websocket-server without persistence)');
	for (const row of rows) {
		say(
			`${String(row.clients).padStart(4)} clients  ${row.server.padEnd(22)} median ${ms(row.median)} (${ratio(row.medianRatio)})  p95 ${ms(row.p95)} (${ratio(row.p95Ratio)})`,
		);
	}
	const opened = [...openings].map(([name, list]) => ({
		server: name,
		cold: quantile(
			list.map(({ cold }) => cold).sort((a, b) => a - b),
			0.5,
		),
		warm: quantile(
			list.flatMap(({ warm }) => warm).sort((a, b) => a - b),
			0.5,
		),
		bytes: list[0]?.bytes ?? 0,
	}));
	const base = opened.find(({ server }) => server === PEER);
	say(
		`\nopening a text of ${edits} edits (${Math.round(bytes / 1024)} kB); theirs is read from a file, ours from the database`,
	);
	for (const { server, cold, warm, bytes: sent } of opened) {
		say(
			`${server.padEnd(22)} cold ${ms(cold)} (${ratio(cold / (base?.cold ?? NaN))})  warm ${ms(warm)} (${ratio(warm / (base?.warm ?? NaN))})  ${Math.round(sent / 1024)} kB sent`,
		);
	}
	const goals = rows
		.filter(({ clients, server }) => clients >= 20 && server.startsWith('terrimed'))
		.map(({ clients, server, medianRatio }) => ({
			clients,
			server,
			medianRatio,
			goal: 2,
			met: medianRatio <= 2,
		}));
	say('');
	for (const goal of goals) {
		say(
			`${goal.met ? 'met' : 'NOT MET'}: ${goal.server}, ${goal.clients} clients: median ${ratio(goal.medianRatio)} ≤ 2 ×`,
		);
	}
	const result = {
		at: new Date().toISOString(),
		rounds: ROUNDS,
		edits: EDITS,
		latency: rows,
		opening: opened,
		goals,
	};
	writeFileSync('bench-report.json', `${JSON.stringify(result, null, '\t')}\n`);
}

function quantile(sorted: readonly number[], share: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

function ms(value: number): string {
	return `${value.toFixed(2).padStart(8)} ms`;
}

function ratio(value: number): string {
	return `${value.toFixed(2)} ×`;
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
