import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { problemResponse } from '#lib/server/api/problem.ts';
import { readJsonBody } from '#lib/server/api/body.ts';
import { readUpload } from '#lib/server/files/upload.ts';
import { letGoUnread } from './unread-body.ts';

/** More than a line holds by itself between two processes. */
const LONG = 8_000_000;
const MOST = 16_000_000;

const titled = z.strictObject({ title: z.string() });

/** As the built handler reads a request and answers it. */
async function answer(request: Request): Promise<Response> {
	try {
		const { pathname } = new URL(request.url);
		if (pathname === '/json') await readJsonBody(request, titled);
		if (pathname === '/file') await readUpload(request, 100_000);
		return new Response(pathname === '/unread' ? 'not read' : 'read');
	} catch (error) {
		return problemResponse(error);
	}
}

describe('a body that its answer does not wait for', () => {
	let server: Server;
	let port: number;

	beforeEach(async () => {
		server = createServer((request, response) => {
			letGoUnread(request, response, MOST);
			void getRequest({ request, base: 'http://localhost' })
				.then(answer)
				.then((answered) => setResponse(response, answered));
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		({ port } = server.address() as AddressInfo);
	});

	afterEach(() => {
		server.closeAllConnections();
		server.close();
	});

	const headOf = (path: string, type: string, length: number | null): string =>
		[
			`POST ${path} HTTP/1.1`,
			'host: localhost',
			`content-type: ${type}`,
			length === null ? 'transfer-encoding: chunked' : `content-length: ${length}`,
			'\r\n',
		].join('\r\n');

	/** Sends all before it listens, as a browser does. */
	async function sendWhole(socket: Socket, head: string, body: string): Promise<string> {
		await new Promise<void>((resolve, reject) => {
			socket.once('error', reject);
			socket.write(head);
			socket.write(body, () => resolve());
		});
		const [answered] = (await once(socket, 'data')) as [Buffer];
		return answered.toString();
	}

	const chunked = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

	test.each([66_000, LONG])('JSON of %d bytes is answered as too large to who fetches', async (length) => {
		const answered = await fetch(`http://127.0.0.1:${port}/json`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ title: 'a'.repeat(length) }),
		});
		expect(answered.status).toBe(413);
		expect(answered.headers.get('content-type')).toBe('application/problem+json');
		expect(await answered.json()).toMatchObject({ code: 'too-large' });
	});

	test.each([
		['/json', 'application/json', '413'],
		['/file', 'multipart/form-data; boundary=x', '413'],
		['/unread', 'application/x-www-form-urlencoded', '200'],
	])('%s answers who sends all before they listen, and the line goes on', async (path, type, status) => {
		for (const isAnnounced of [true, false]) {
			const socket = connect(port, '127.0.0.1');
			const body = 'a'.repeat(LONG);
			const [head, sent] = isAnnounced
				? [headOf(path, type, LONG), body]
				: [headOf(path, type, null), chunked(body)];
			expect(await sendWhole(socket, head, sent)).toContain(`HTTP/1.1 ${status} `);
			const next = '{"title":"Note"}';
			expect(await sendWhole(socket, headOf('/json', 'application/json', next.length), next)).toContain(
				'HTTP/1.1 200 ',
			);
			socket.destroy();
		}
	});

	test('a body without an end is let go up to a bound, then the line is closed', async () => {
		const socket = connect(port, '127.0.0.1');
		socket.on('error', () => {});
		const closed = new Promise((resolve) => socket.once('close', resolve));
		let sent = 0;
		socket.write(headOf('/unread', 'text/plain', null));
		const send = (): void => {
			while (!socket.destroyed && socket.write(chunked('a'.repeat(100_000)).slice(0, -5))) sent += 100_000;
			if (!socket.destroyed) socket.once('drain', send);
		};
		send();
		socket.resume();
		await closed;
		expect(sent).toBeLessThan(2 * MOST);
	});
});
