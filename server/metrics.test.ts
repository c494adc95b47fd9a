import { once } from 'node:events';
import {
	createServer,
	request as ask,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MemoryLog } from './collaboration/adapters/memory-log.ts';
import type { CollaborationStats } from './collaboration/ports/server.ts';
import { createMetricsHandler } from './metrics-endpoint.ts';
import { createMetrics, type Metrics } from './metrics.ts';

const TOKEN = 'jeton-de-supervision-assez-long';
const DOCUMENT = '01900000-0000-7000-8000-000000000001';
const STATS: CollaborationStats = {
	connections: 7,
	rooms: 3,
	queued: 2,
	commits: 11,
	committed: 40,
	catchUps: 9,
	snapshots: { written: 5, superseded: 0, mismatch: 0, failed: 1, waiting: 0 },
	refused: { gap: 4 },
	closed: { 4400: 6 },
};

let metrics: Metrics | null = null;
let server: Server | null = null;
afterEach(() => {
	metrics?.close();
	server?.close();
});

function measured(): Metrics {
	metrics = createMetrics();
	metrics.watch({ stats: () => STATS, bus: { isShared: true, isUp: false } });
	return metrics;
}

describe('the numbers of a process', () => {
	it('are read when asked for, by reason and code, without a document or a person', async () => {
		const text = await measured().text();
		for (const line of [
			'terrimed_connections 7',
			'terrimed_rooms 3',
			'terrimed_updates_queued 2',
			'terrimed_commits_total 11',
			'terrimed_updates_committed_total 40',
			'terrimed_catch_ups_total 9',
			'terrimed_frames_refused_total{reason="gap"} 4',
			'terrimed_sockets_closed_total{code="4400"} 6',
			'terrimed_snapshots{outcome="failed"} 1',
			'terrimed_bus_up 0',
		]) {
			expect(text.split('\n')).toContain(line);
		}
		expect(text).toMatch(/terrimed_loop_delay_seconds\{quantile="0.99"\} \d/);
		expect(text).toMatch(/terrimed_memory_bytes\{kind="rss"\} \d/);
	});

	it('count the commits and their time, and the log answers as before', async () => {
		const log = new MemoryLog();
		log.create(DOCUMENT);
		const own = measured();
		const timed = own.timed(log);
		const entry = {
			documentId: DOCUMENT,
			bytes: new Uint8Array([1]),
			accountId: null,
			clientId: null,
			newClients: [],
		};
		expect(await timed.append([entry])).toEqual([{ ok: true, seq: 1 }]);
		expect((await timed.open(DOCUMENT))?.seq).toBe(1);
		expect(await own.text()).toContain('terrimed_commit_seconds_count 1');
	});

	it('belong to one registry per process: two in one test never meet', async () => {
		const [one, other] = [createMetrics(), createMetrics()];
		one.watch({ stats: () => STATS, bus: { isShared: false, isUp: true } });
		expect(await other.text()).not.toContain('terrimed_connections 7');
		one.close();
		other.close();
	});
});

describe('/metriques', () => {
	const cases: [who: string, from: string | undefined, headers: IncomingHttpHeaders, status: number][] = [
		['the machine itself', undefined, {}, 200],
		['a stranger behind a proxy of the machine', undefined, { 'x-forwarded-for': '203.0.113.9' }, 404],
		['a stranger who says to be the machine', '203.0.113.9', { 'x-forwarded-for': '127.0.0.1' }, 404],
		['a stranger', '203.0.113.9', {}, 404],
		['the supervision, from elsewhere', '203.0.113.9', { authorization: `Bearer ${TOKEN}` }, 200],
		['a wrong token', '203.0.113.9', { authorization: `Bearer ${TOKEN}x` }, 404],
		['no token after the word', '203.0.113.9', { authorization: 'Bearer ' }, 404],
	];
	it.each(cases)('answers %s as it must', async (_who, from, headers, status) => {
		expect(await knock({ token: TOKEN, from, headers })).toBe(status);
	});

	it('without a token configured, answers nobody from elsewhere', async () => {
		expect(await knock({ token: null, from: '203.0.113.9', headers: { authorization: 'Bearer null' } })).toBe(
			404,
		);
	});

	it('answers reading only, and no other address', async () => {
		expect(await knock({ token: null, method: 'POST' })).toBe(404);
		expect(await knock({ token: null, path: '/metriques/' })).toBe(404);
	});
});

/** Knocks at a server with the handler; `from` stands for the peer's address. @returns the status */
async function knock(given: {
	token: string | null;
	from?: string;
	headers?: IncomingHttpHeaders;
	method?: string;
	path?: string;
}): Promise<number> {
	const { token, from, headers = {}, method = 'GET', path = '/metriques' } = given;
	const handler = createMetricsHandler({
		metrics: measured(),
		token,
		logger: { info() {}, warn() {}, error() {} },
	});
	server = createServer((request, response) => {
		if (from !== undefined) Object.defineProperty(request.socket, 'remoteAddress', { value: from });
		if (!handler(request, response)) response.writeHead(404).end();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const asking = ask({ port, host: '127.0.0.1', path, method, headers });
	asking.end();
	const [response] = (await once(asking, 'response')) as [IncomingMessage];
	response.resume();
	return response.statusCode ?? 0;
}
