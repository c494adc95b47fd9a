import { once } from 'node:events';
import {
	Agent,
	createServer,
	request as ask,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHandover, type Handover } from './handover.ts';

type Answer = { status: number | undefined; body: string; connection: string | undefined };

describe('a process that is asked to stop', () => {
	let server: Server;
	let handover: Handover;
	let agent: Agent;
	let closed: string[];
	/** Requests for `/lent` that wait for their answer. */
	let slow: ServerResponse[];
	let port: number;
	let arrived: () => void;

	async function serve(drainMilliseconds: number): Promise<void> {
		server = createServer((request: IncomingMessage, response: ServerResponse) => {
			if (handover.intercept(request, response)) return;
			if (request.url === '/lent' || request.url === '/flux') {
				if (request.url === '/flux')
					response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
				slow.push(response);
				return arrived();
			}
			response.end('page');
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		({ port } = server.address() as AddressInfo);
		handover = createHandover({
			server,
			drainMilliseconds,
			identity: { runtime: 'r', version: '1' },
			close: () => Promise.resolve(void closed.push('runtime')),
		});
	}

	beforeEach(() => {
		closed = [];
		slow = [];
		arrived = () => {};
		agent = new Agent({ keepAlive: true, maxSockets: 1 });
	});
	afterEach(() => {
		agent.destroy();
		server.closeAllConnections();
	});

	function get(path: string, through: Agent | undefined = agent): Promise<Answer> {
		return new Promise((resolve, reject) => {
			const sent = ask({ host: '127.0.0.1', port, path, agent: through }, (response) => {
				let body = '';
				response.on('data', (chunk: Buffer) => (body += chunk.toString()));
				response.on('end', () =>
					resolve({ status: response.statusCode, body, connection: response.headers.connection }),
				);
				response.on('error', reject);
			});
			sent.on('error', reject);
			sent.end();
		});
	}

	test('first only says so in its health, and serves on; asked again, it waits no longer', async () => {
		await serve(60_000);
		expect(await get('/')).toMatchObject({ status: 200, connection: 'keep-alive' });
		const stopped = handover.stop();
		const health = await get('/sante');
		expect(health).toMatchObject({ status: 503, connection: 'close' });
		expect(JSON.parse(health.body)).toEqual({ status: 'stopping', runtime: 'r', version: '1' });
		expect(await get('/')).toMatchObject({ status: 200, body: 'page', connection: 'close' });
		expect(closed).toEqual([]);
		void handover.stop();
		await stopped;
		expect(closed).toEqual(['runtime']);
		await expect(get('/', undefined)).rejects.toThrow('ECONNREFUSED');
	});

	test('gives the answers under way before the runtime closes', async () => {
		await serve(0);
		const asked = new Promise<void>((resolve) => (arrived = resolve));
		const answer = get('/lent');
		await asked;
		const stopped = handover.stop();
		await new Promise((resolve) => setImmediate(resolve));
		expect(closed).toEqual([]);
		slow[0]?.end('enfin');
		expect(await answer).toMatchObject({ status: 200, body: 'enfin' });
		await stopped;
		expect(closed).toEqual(['runtime']);
	});

	test('does not wait for streams of events: the runtime ends them', async () => {
		await serve(0);
		const asked = new Promise<void>((resolve) => (arrived = resolve));
		const stream = get('/flux').catch(() => 'cut');
		await asked;
		await handover.stop();
		expect(closed).toEqual(['runtime']);
		expect(await stream).toBe('cut');
	});

	test('tells whoever still comes by a connection that was open to come back, in words', async () => {
		await serve(0);
		const asked = new Promise<void>((resolve) => (arrived = resolve));
		const under = get('/lent');
		await asked;
		const answers: string[] = [];
		const late = {
			setHeader() {},
			on() {},
			writeHead: (status: number) => answers.push(String(status)),
			end: (body: string) => answers.push(body),
		};
		const stopped = handover.stop();
		await new Promise((resolve) => setImmediate(resolve));
		const request = { url: '/64' } as IncomingMessage;
		expect(handover.intercept(request, late as unknown as ServerResponse)).toBe(true);
		expect(answers).toEqual(['503', expect.stringContaining('redémarre')]);
		slow[0]?.end();
		await under;
		await stopped;
	});
});
