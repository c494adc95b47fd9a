import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const BINARY = 0x82;
const OPCODE = { binary: 2, close: 8, ping: 9 } as const;
const MASK = Buffer.from([0x5a, 0x13, 0xc7, 0x61]);

export type Place = {
	port: number;
	path: string;
	/** Value of the `Cookie` header, if the server wants one. */
	cookie: string | null;
};

/**
 * A websocket client that costs next to nothing, so that one process can be forty fast typists: one write per message,
 * and no copy of what arrives unless a message is cut in two.
 */
export class LoadSocket {
	readonly #socket: Socket;
	readonly #message: (message: Buffer) => void;
	#rest: Buffer | null = null;
	#open = false;
	/** Close code the server gave; null while it has said nothing. */
	closedWith: number | null = null;

	private constructor(place: Place, message: (message: Buffer) => void) {
		this.#message = message;
		this.#socket = connect({ port: place.port, host: '127.0.0.1', noDelay: true });
		const cookie = place.cookie === null ? '' : `Cookie: ${place.cookie}\r\n`;
		this.#socket.write(
			`GET ${place.path} HTTP/1.1\r\nHost: 127.0.0.1:${place.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
				`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${cookie}\r\n`,
		);
	}

	/** Resolves once the handshake is done. */
	static open(place: Place, message: (message: Buffer) => void): Promise<LoadSocket> {
		return new Promise((resolve, reject) => {
			const socket = new LoadSocket(place, message);
			socket.#socket.on('error', reject);
			socket.#socket.on('data', (data: Buffer) => {
				socket.#read(data);
				if (socket.#open) resolve(socket);
			});
			socket.#socket.on('close', () => reject(new Error(`closed ${socket.closedWith ?? 'without a word'}`)));
		});
	}

	/** Sends one message. `bytes` is left as it is. */
	send(bytes: Uint8Array): void {
		const { length } = bytes;
		const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
		const frame = Buffer.allocUnsafe(header + 4 + length);
		frame[0] = BINARY;
		if (header === 2) frame[1] = 0x80 | length;
		else if (header === 4) {
			frame[1] = 0x80 | 126;
			frame.writeUInt16BE(length, 2);
		} else {
			frame[1] = 0x80 | 127;
			frame.writeBigUInt64BE(BigInt(length), 2);
		}
		MASK.copy(frame, header);
		for (let i = 0; i < length; i++) frame[header + 4 + i] = (bytes[i] ?? 0) ^ (MASK[i & 3] ?? 0);
		this.#socket.write(frame);
	}

	/** Cuts the line without a word. */
	cut(): void {
		this.#socket.removeAllListeners('close');
		this.#socket.destroy();
	}

	#read(data: Buffer): void {
		let buffer = this.#rest ? Buffer.concat([this.#rest, data]) : data;
		this.#rest = null;
		if (!this.#open) {
			const end = buffer.indexOf('\r\n\r\n');
			if (end < 0) return void (this.#rest = buffer);
			const status = buffer.subarray(0, 12).toString('latin1');
			if (!status.endsWith(' 101'))
				return void this.#socket.destroy(new Error(`handshake refused: ${status}`));
			this.#open = true;
			buffer = buffer.subarray(end + 4);
		}
		const used = this.#readFrames(buffer);
		if (used < buffer.length) this.#rest = Buffer.from(buffer.subarray(used));
	}

	/** Hands over the whole frames of a buffer. @returns how many bytes they took */
	#readFrames(buffer: Buffer): number {
		let at = 0;
		while (buffer.length - at >= 2) {
			let length = (buffer[at + 1] ?? 0) & 0x7f;
			let start = at + 2;
			if (length === 126) {
				if (buffer.length - at < 4) break;
				length = buffer.readUInt16BE(at + 2);
				start = at + 4;
			} else if (length === 127) {
				if (buffer.length - at < 10) break;
				length = Number(buffer.readBigUInt64BE(at + 2));
				start = at + 10;
			}
			if (buffer.length - start < length) break;
			const opcode = (buffer[at] ?? 0) & 0x0f;
			const payload = buffer.subarray(start, start + length);
			at = start + length;
			if (opcode === OPCODE.binary) this.#message(payload);
			else if (opcode === OPCODE.close) this.closedWith = length >= 2 ? payload.readUInt16BE(0) : 1005;
			else if (opcode === OPCODE.ping) this.#socket.write(Buffer.from([0x8a, 0x80, ...MASK]));
		}
		return at;
	}
}
