import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openProxy, type Proxy } from './proxy.ts';

/** Answers each chunk with its own name before it. */
async function echo(name: string): Promise<Server> {
	const server = createServer((socket) => {
		socket.on('error', () => {});
		socket.on('data', (chunk: Buffer) => socket.write(`${name}:${chunk.toString()}`));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return server;
}

const targetOf = (server: Server) => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });

/** Not `once`, which an error before the close would make reject. */
const closing = (socket: Socket) => new Promise((resolve) => socket.on('close', resolve));

async function said(socket: Socket, words: string): Promise<string> {
	const answer = once(socket, 'data');
	socket.write(words);
	return String((await answer)[0]);
}

describe('the proxy of the tests', () => {
	let a: Server;
	let b: Server;
	let proxy: Proxy;
	const opened: Socket[] = [];

	beforeEach(async () => {
		[a, b] = [await echo('a'), await echo('b')];
		proxy = await openProxy(targetOf(a), targetOf(b));
	});

	afterEach(async () => {
		for (const socket of opened.splice(0)) socket.destroy();
		await proxy.close();
		a.close();
		b.close();
	});

	function dial(): Socket {
		const socket = connect({ host: '127.0.0.1', port: proxy.port });
		socket.on('error', () => {});
		opened.push(socket);
		return socket;
	}

	async function open(): Promise<Socket> {
		const socket = dial();
		await once(socket, 'connect');
		return socket;
	}

	test('each connection goes to the next target, and one that refuses is passed over', async () => {
		expect(await said(await open(), '1')).toBe('a:1');
		expect(await said(await open(), '2')).toBe('b:2');
		a.close();
		expect(await said(await open(), '3')).toBe('b:3');
	});

	test('cut: connections end, new ones too, until it heals', async () => {
		const socket = await open();
		await said(socket, '1');
		const closed = closing(socket);
		proxy.cut();
		await closed;
		await closing(dial());
		proxy.heal();
		expect(await said(await open(), '2')).toMatch(/^[ab]:2$/);
	});

	test('hold: nothing passes and nothing closes, then all of it in order', async () => {
		const socket = await open();
		await said(socket, '1');
		proxy.hold();
		let heard = '';
		socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
		socket.write('2');
		const other = await open();
		other.write('x');
		await new Promise((resolve) => setImmediate(resolve));
		expect(heard).toBe('');
		proxy.heal();
		await once(socket, 'data');
		expect(heard).toBe('a:2');
	});

	test('abandon: the far side is gone, the near side is told nothing', async () => {
		const gone = new Promise((resolve) => a.once('connection', (socket) => socket.once('close', resolve)));
		const socket = await open();
		await said(socket, '1');
		proxy.abandon();
		await gone;
		socket.write('2');
		expect(socket.destroyed).toBe(false);
		expect(await said(await open(), '3')).toBe('b:3');
	});

	test('delay: one connection overtakes another', async () => {
		const delays = [60, 0];
		proxy.delay(() => delays.shift() ?? 0);
		const [slow, quick] = [await open(), await open()];
		const order: string[] = [];
		const both = [slow, quick].map(async (socket, index) => order.push(await said(socket, String(index))));
		await Promise.all(both);
		expect(order).toEqual(['b:1', 'a:0']);
	});
});
