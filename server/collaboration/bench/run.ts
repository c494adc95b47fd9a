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
const PAUSE_MS = 8;

/** Edits before anything is counted, so that a server that has just started, and what it stores in, run compiled code. */
const WARM_UP = 600;
const PEER = '@y/websocket-server';

type Ready = { port: number; documents: string[] | null; large: string | null; commit?: number };
type Target = { name: string; script: string; path: string; environment: () => Record<string, string> };
/** Of one round, sorted. */
type Latency = { seen: number[]; arrived: number[] };
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
				LIMIT_UPDATES_BURST: '10000',
				LARGE: large,
				...(known === undefined ? {} : { LARGE_ID: known }),
			};
		},
	};
}

const latencies = new Map<string, Latency[]>();
const openings = new Map<string, Opening[]>();
const commits = new Map<string, number[]>();
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
	if (server.ready.commit !== undefined) {
		commits.set(target.name, [...(commits.get(target.name) ?? []), server.ready.commit]);
	}
	const load = fork(join(here, 'load.ts'), { execArgv: [] });
	const address = `ws://127.0.0.1:${server.ready.port}${target.path}`;
	if (target.name !== 'relay') {
		const url = address + (server.ready.large ?? 'large');
		const opening = await ask<Opening>(load, { kind: 'opening', url, openings: OPENINGS });
		openings.set(target.name, [...(openings.get(target.name) ?? []), opening]);
	}
	const [, , , spare = 'spare'] = server.ready.documents ?? [];
	await ask<Latency>(load, { kind: 'latency', url: address + spare, clients: 10, edits: WARM_UP, pause: 0 });
	for (const [i, clients] of CLIENTS.entries()) {
		const url = address + (server.ready.documents?.[i] ?? `document-${i}`);
		const times = await ask<Latency>(load, { kind: 'latency', url, clients, edits: EDITS, pause: PAUSE_MS });
		const key = `${target.name} ${clients}`;
		latencies.set(key, [...(latencies.get(key) ?? []), times]);
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
	const rows = CLIENTS.flatMap((clients) => targets.map(({ name }) => describeLatency(name, clients)));
	say(
		'\nedit seen by a peer: in its document, and (in brackets) its frame arrived; ms, ratio to @y/websocket-server without persistence',
	);
	for (const { clients, server, seen, arrived } of rows) {
		say(
			`${String(clients).padStart(4)} clients  ${server.padEnd(19)} median ${ms(seen.median)} ${ratio(seen.medianRatio)}  p95 ${ms(seen.p95)} ${ratio(seen.p95Ratio)}   (${ms(arrived.median)} ${ratio(arrived.medianRatio)})`,
		);
	}
	const floors = [...commits].flatMap(([server, times]) =>
		CLIENTS.map((clients) => {
			const relay = describeLatency('relay', clients).seen.median;
			const floor = relay + middle(times);
			return {
				server,
				clients,
				commit: middle(times),
				floor,
				ratio: describeLatency(server, clients).seen.median / floor,
			};
		}),
	);
	say(
		'\nthe same against its floor: a bare relay and, one after the other, a bare commit of one row in the same rounds',
	);
	for (const { server, clients, commit, floor, ratio: over } of floors) {
		say(
			`${String(clients).padStart(4)} clients  ${server.padEnd(19)} commit ${ms(commit)}  floor ${ms(floor)}  ours ${ratio(over)}`,
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
		.map(({ clients, server, seen: { medianRatio } }) => ({
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
		floors,
		opening: opened,
		goals,
	};
	writeFileSync('bench-report.json', `${JSON.stringify(result, null, '\t')}\n`);
}

/** Medians over rounds of each round's figure, so that one disturbed round does not decide; ratios to the peer in the same round. */
function describeLatency(server: string, clients: number) {
	const mine = latencies.get(`${server} ${clients}`) ?? [];
	const base = latencies.get(`${PEER} ${clients}`) ?? [];
	const over = (kind: keyof Latency, share: number, of: Latency[]) =>
		of.map((round) => quantile(round[kind], share));
	const figures = (kind: keyof Latency) => {
		const [median, p95] = [over(kind, 0.5, mine), over(kind, 0.95, mine)];
		const [baseMedian, baseP95] = [over(kind, 0.5, base), over(kind, 0.95, base)];
		return {
			median: middle(median),
			p95: middle(p95),
			medianRatio: middle(median.map((value, i) => value / (baseMedian[i] ?? NaN))),
			p95Ratio: middle(p95.map((value, i) => value / (baseP95[i] ?? NaN))),
		};
	};
	return { clients, server, seen: figures('seen'), arrived: figures('arrived') };
}

function middle(values: readonly number[]): number {
	return quantile(
		[...values].sort((a, b) => a - b),
		0.5,
	);
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
