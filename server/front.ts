import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { COLLABORATION_PATH } from '#lib/collaboration/protocol.ts';

/**
 * How long a connection without a request stays open, in milliseconds: longer than a proxy keeps its own (a minute), so that it is never the
 * one that sends on a line which we have just closed.
 */
const IDLE_CONNECTION = 75_000;

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * The server that listens. Only a websocket of a document is another protocol: whoever proposes one elsewhere, as `curl --http2` does, is
 * answered in plain HTTP, which RFC 9110 allows. What is no request gets Node's own 400, 408 or 431, which a `clientError` listener would forbid.
 */
export function createFront(options: { request: RequestListener; upgrade: UpgradeListener }): Server {
	const server = createServer(
		{ keepAliveTimeout: IDLE_CONNECTION, shouldUpgradeCallback: takesWebsocket },
		(request, response) => {
			// Node drops a next request that came in the same packet: whoever sent it must not wait for its answer.
			if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
			options.request(request, response);
		},
	);
	server.on('upgrade', (request, socket, head) => {
		// Node before 24.9 asks nothing: each upgrade comes here, and what follows its headers is no longer read as HTTP.
		if (takesWebsocket(request)) options.upgrade(request, socket, head);
		else refuseUpgrade(socket, '400 Bad Request');
	});
	server.on('connect', (_request, socket) => refuseUpgrade(socket, '405 Method Not Allowed'));
	return server;
}

function takesWebsocket({ url, headers }: IncomingMessage): boolean {
	return url?.startsWith(COLLABORATION_PATH) === true && headers.upgrade?.toLowerCase() === 'websocket';
}

/** An answer on a socket that is no longer HTTP's. */
export function refuseUpgrade(socket: Duplex, status: string): void {
	socket.on('error', () => socket.destroy());
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
