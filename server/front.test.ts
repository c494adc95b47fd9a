import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFront } from './front.ts';

const UPGRADED = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';

let server: Server;

beforeAll(async () => {
	server = createFront({
		request(request, response) {
			let body = '';
			request.setEncoding('utf8').on('data', (text: string) => (body += text));
			request.on('end', () => response.end(`${request.method} ${request.url} ${body}`));
		},
		upgrade: (_request, socket) => void socket.end(UPGRADED),
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
	server.close();
	server.closeAllConnections();
});

/** Everything that the server answers to what is sent at once, until it closes. */
async function answerTo(text: string): Promise<string> {
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	let answer = '';
	socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
	// What it has not read when it closes resets the line, after the answer.
	socket.on('error', () => {});
	socket.write(text);
	await new Promise((resolve) => socket.on('close', resolve));
	return answer;
}

function asking(line: string, ...headers: string[]): string {
	return [line, 'Host: localhost', ...headers, '', ''].join('\r\n');
}

const PROPOSED = ['h2c', 'websocket', 'WebSocket', 'TLS/1.0', 'foo, bar'];

describe('who proposes another protocol', () => {
	test.each(PROPOSED)('is answered in plain HTTP where there is no document: %s', async (protocol) => {
		const headers = ['Connection: Upgrade, close', `Upgrade: ${protocol}`];
		const answer = await answerTo(asking('GET /sante HTTP/1.1', ...headers));
		expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
		expect(answer).toContain('GET /sante ');
	});

	test('has its body read, and is told that the line ends there', async () => {
		const headers = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'Content-Length: 5'];
		const answer = await answerTo(`${asking('POST /connexion HTTP/1.1', ...headers)}hello`);
		expect(answer).toContain('POST /connexion hello');
		expect(answer).toMatch(/^connection: close\r$/im);
	});

	test.each(['h2c', 'other'])('is answered in plain HTTP where there is one too: %s', async (protocol) => {
		const headers = ['Connection: Upgrade, close', `Upgrade: ${protocol}`];
		expect(await answerTo(asking('GET /collaboration/a/flux HTTP/1.1', ...headers))).toContain(
			'GET /collaboration/a/flux',
		);
	});

	test.each(['websocket', 'WebSocket'])(
		'has its websocket where there is a document: %s',
		async (protocol) => {
			const headers = ['Connection: Upgrade', `Upgrade: ${protocol}`];
			expect(await answerTo(asking('GET /collaboration/a HTTP/1.1', ...headers))).toBe(UPGRADED);
		},
	);
});

describe('what is no request of ours', () => {
	test.each([
		['garbage', 'garbage\r\n\r\n', 400],
		['a name without a colon', asking('GET / HTTP/1.1', 'what'), 400],
		['a request in TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
		['headers too long', asking('GET / HTTP/1.1', `Cookie: ${'a'.repeat(100_000)}`), 431],
		['a tunnel', asking('CONNECT elsewhere:443 HTTP/1.1'), 405],
		['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
	])('has an answer all the same: %s', async (_name, text, status) => {
		expect(await answerTo(text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
	});
});
