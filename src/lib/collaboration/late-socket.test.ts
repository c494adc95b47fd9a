import { expect, test } from 'vitest';
import type { SocketClass } from './counting-socket.ts';
import { lateSocket } from './late-socket.ts';
import { fakeSockets } from './testing/fake-sockets.ts';

/** A late socket whose code comes, or not, when the test says. */
function late() {
	const sockets = fakeSockets();
	const coming = Promise.withResolvers<SocketClass>();
	const told: string[] = [];
	const socket = new (lateSocket(() => coming.promise))('ws://127.0.0.1/document');
	socket.onopen = () => told.push('open');
	socket.onmessage = ({ data }) => told.push(`message ${String(data)}`);
	socket.onerror = () => told.push('error');
	socket.onclose = ({ code }) => told.push(`close ${code}`);
	const arrive = async () => {
		coming.resolve(sockets.http);
		await coming.promise;
		await Promise.resolve();
	};
	return { socket, told, made: sockets.made, coming, arrive };
}

test('connects once its code is here, and is then the socket itself', async () => {
	const { socket, told, made, arrive } = late();
	expect(socket.readyState).toBe(socket.CONNECTING);
	expect(made).toHaveLength(0);
	await arrive();
	made[0]!.open({ synced: false });
	expect(socket.readyState).toBe(socket.OPEN);
	socket.send(new Uint8Array([7]));
	expect(made[0]!.sent).toEqual([new Uint8Array([7])]);
	made[0]!.say(new Uint8Array([8]));
	made[0]!.die(4401);
	expect(told).toEqual(['open', 'message 8', 'close 4401']);
	expect(socket.readyState).toBe(socket.CLOSED);
});

test('closed before its code is here, it never connects', async () => {
	const { socket, told, made, arrive } = late();
	const arrival = arrive();
	socket.close(1000, 'left');
	await arrival;
	expect(told).toEqual(['close 1000']);
	expect(made).toHaveLength(0);
});

test('without its code it is a line that was lost, which is tried again', async () => {
	const { told, coming, socket } = late();
	coming.reject(new Error('no network'));
	await expect.poll(() => told).toEqual(['error', 'close 1006']);
	expect(socket.readyState).toBe(socket.CLOSED);
});
