import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/**
 * Not Redis: a small stand-in that speaks enough of its protocol (RESP 2) to publish and subscribe, for machines where neither Redis nor Valkey can be
 * installed. Anything else that clients send on connecting is answered `OK`.
 */
export async function startRedisStandIn(
	port: number,
): Promise<{ start(): Promise<void>; kill(): Promise<void> }> {
	let server: Server | null = null;
	const peers = new Set<Peer>();
	const start = async (): Promise<void> => {
		server = createServer((socket) => {
			const peer = new Peer(socket, peers);
			peers.add(peer);
			socket.on('close', () => peers.delete(peer));
		});
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
	};
	await start();
	return {
		start,
		async kill() {
			const closed = new Promise((resolve) => server?.close(resolve));
			for (const peer of peers) peer.cut();
			await closed;
		},
	};
}

class Peer {
	readonly #socket: Socket;
	readonly #peers: ReadonlySet<Peer>;
	readonly #channels = new Set<string>();
	#received = Buffer.alloc(0);

	constructor(socket: Socket, peers: ReadonlySet<Peer>) {
		this.#socket = socket;
		this.#peers = peers;
		socket.setNoDelay(true);
		socket.on('error', () => {});
		socket.on('data', (chunk: Buffer) => {
			this.#received = Buffer.concat([this.#received, chunk]);
			for (let words = this.#command(); words !== null; words = this.#command()) this.#answer(words);
		});
	}

	cut(): void {
		this.#socket.resetAndDestroy();
	}

	/** Takes the next whole command, an array of strings with their lengths; null when more bytes are needed. */
	#command(): Buffer[] | null {
		let at = 0;
		const line = (): string | null => {
			const end = this.#received.indexOf('\r\n', at);
			if (end === -1) return null;
			const text = this.#received.toString('latin1', at, end);
			at = end + 2;
			return text;
		};
		const head = line();
		if (head === null) return null;
		const words: Buffer[] = [];
		for (let left = Number(head.slice(1)); left > 0; left -= 1) {
			const length = line();
			if (length === null) return null;
			const end = at + Number(length.slice(1));
			if (this.#received.length < end + 2) return null;
			words.push(this.#received.subarray(at, end));
			at = end + 2;
		}
		this.#received = this.#received.subarray(at);
		return words;
	}

	#answer([name, ...words]: Buffer[]): void {
		switch (name?.toString().toUpperCase()) {
			case 'SUBSCRIBE':
			case 'UNSUBSCRIBE': {
				const kind = name.toString().toLowerCase();
				for (const channel of words) {
					if (kind === 'subscribe') this.#channels.add(channel.toString('latin1'));
					else this.#channels.delete(channel.toString('latin1'));
					this.#write([kind, channel], this.#channels.size);
				}
				return;
			}
			case 'PUBLISH': {
				const [channel = Buffer.of(), message = Buffer.of()] = words;
				const hearers = [...this.#peers].filter((peer) => peer.#channels.has(channel.toString('latin1')));
				for (const peer of hearers) peer.#write(['message', channel, message]);
				return void this.#socket.write(`:${hearers.length}\r\n`);
			}
			case 'PING':
				return void this.#socket.write('+PONG\r\n');
			default:
				return void this.#socket.write('+OK\r\n');
		}
	}

	#write(words: readonly (string | Buffer)[], number?: number): void {
		const parts: Buffer[] = [Buffer.from(`*${words.length + (number === undefined ? 0 : 1)}\r\n`)];
		for (const word of words.map((each) => Buffer.from(each))) {
			parts.push(Buffer.from(`$${word.length}\r\n`), word, Buffer.from('\r\n'));
		}
		if (number !== undefined) parts.push(Buffer.from(`:${number}\r\n`));
		this.#socket.write(Buffer.concat(parts));
	}
}
