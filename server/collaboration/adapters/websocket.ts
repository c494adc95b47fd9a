import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { COLLABORATION_PATH, SCHEMA_PARAMETER } from '#lib/collaboration/protocol.ts';
import type { Limits } from '../limits.ts';
import type { CollaborationServer } from '../ports/server.ts';
import type { Socket, SocketListener } from '../ports/socket.ts';
import { isFromOwnPageOrProgram, namesSameHost, type IsOwnOrigin } from './own-page.ts';

export type WebsocketOptions = {
	server: Pick<CollaborationServer, 'accept'>;
	limits: Limits;
	/** Whether pages of this origin are ours. By default: those served under the host the request names. */
	isOwnOrigin?: IsOwnOrigin;
	/** The client's address, for bounds only. By default the peer's; behind a proxy, what the proxy says. */
	addressOf?: (request: IncomingMessage) => string;
	/** Lines added to the answer of each handshake. */
	headers?: readonly string[];
};

/** Handles an upgrade request; false when it is not ours, and the socket is untouched. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

/**
 * Puts the co-editing server behind websockets at `/collaboration/<document id>`.
 *
 * Only a foreign page is refused in HTTP: a refused upgrade is retried for ever by the provider, so every
 * other refusal completes the handshake and closes with a code.
 */
export function createWebsocketUpgrade(options: WebsocketOptions): UpgradeHandler {
	const isOwnOrigin = options.isOwnOrigin ?? namesSameHost;
	const addressOf = options.addressOf ?? ((request) => request.socket.remoteAddress ?? '');
	const websockets = new WebSocketServer({
		noServer: true,
		clientTracking: false,
		perMessageDeflate: false,
		// What is larger than a frame may be is closed by the connection, with a code that is not retried (LIM-2); `ws` has its own for what is far larger.
		maxPayload: 2 * options.limits.FRAME_BYTES,
	});
	websockets.on('headers', (lines) => void lines.push(...(options.headers ?? [])));
	return (request, socket, head) => {
		const target = readTarget(request.url);
		if (!target) return false;
		// Before and during the handshake the raw socket is ours: its errors must find a listener.
		const ignore = () => socket.destroy();
		socket.on('error', ignore);
		if (!isFromOwnPageOrProgram(request, isOwnOrigin)) {
			socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
			return true;
		}
		websockets.handleUpgrade(request, socket, head, (websocket) => {
			socket.off('error', ignore);
			const { cookie } = request.headers;
			options.server.accept(new WebsocketSocket(websocket, socket), {
				...target,
				cookieHeader: cookie ?? null,
				address: addressOf(request),
			});
		});
		return true;
	};
}

function readTarget(url: string | undefined): { documentId: string; schema: string | null } | null {
	const [path = '', query = ''] = (url ?? '').split('?', 2);
	if (!path.startsWith(COLLABORATION_PATH)) return null;
	return {
		documentId: path.slice(COLLABORATION_PATH.length),
		schema: new URLSearchParams(query).get(SCHEMA_PARAMETER),
	};
}

/** Up to here frames for one receiver are copied into one buffer. */
const COPIED_BYTES = 16 * 1024;

/** Frames ready for the wire, by message: the same message goes to every receiver of a room. */
const frames = new WeakMap<Uint8Array, Buffer>();

class WebsocketSocket implements Socket {
	readonly #websocket: WebSocket;
	readonly #raw: Duplex;

	constructor(websocket: WebSocket, raw: Duplex) {
		this.#websocket = websocket;
		this.#raw = raw;
	}

	get bufferedAmount(): number {
		return this.#raw.writableLength;
	}

	listen(listener: SocketListener): void {
		this.#websocket.on('message', (data, isBinary) => {
			if (isBinary && data instanceof Uint8Array) listener.message(data);
			else listener.message('');
		});
		this.#websocket.on('pong', () => listener.pong());
		this.#websocket.on('close', () => listener.closed());
		// A broken frame or line: `ws` closes the socket itself and `close` follows.
		this.#websocket.on('error', () => {});
	}

	/**
	 * Writes ready frames to the stream itself, in one system call. Nothing else may be under way in the websocket's
	 * own sender, which holds because nothing is compressed.
	 */
	send(messages: readonly Uint8Array[]): void {
		if (this.#websocket.readyState !== this.#websocket.OPEN || !this.#raw.writable) return;
		const [first] = messages;
		if (first !== undefined && messages.length === 1) return void this.#raw.write(frameOf(first));
		const ready = messages.map(frameOf);
		const length = ready.reduce((sum, { length }) => sum + length, 0);
		// Small ones are copied together: a gathered write costs the system more than copying does.
		if (ready.length > 1 && length <= COPIED_BYTES) this.#raw.write(Buffer.concat(ready, length));
		else {
			this.#raw.cork();
			for (const frame of ready) this.#raw.write(frame);
			this.#raw.uncork();
		}
	}

	ping(): void {
		if (this.#websocket.readyState === this.#websocket.OPEN) this.#websocket.ping();
	}

	close(code: number, reason: string): void {
		this.#websocket.close(code, reason);
	}

	terminate(): void {
		this.#websocket.terminate();
	}
}

/** One unmasked binary websocket frame (RFC 6455, 5.2). */
function frameOf(message: Uint8Array): Buffer {
	const known = frames.get(message);
	if (known) return known;
	const { length } = message;
	const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
	const frame = Buffer.allocUnsafe(headerLength + length);
	frame[0] = 0x82;
	if (headerLength === 2) frame[1] = length;
	else if (headerLength === 4) {
		frame[1] = 126;
		frame.writeUInt16BE(length, 2);
	} else {
		frame[1] = 127;
		frame.writeBigUInt64BE(BigInt(length), 2);
	}
	frame.set(message, headerLength);
	frames.set(message, frame);
	return frame;
}
