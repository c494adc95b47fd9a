import { connect } from 'node:net';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { CURRENT_SCHEMA_VERSION, SCHEMA_PARAMETER } from '#lib/collaboration/protocol.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { encodePresence, encodeUpdate } from '#server/collaboration/messages.ts';
import { createRandom, seedOf, type Random } from './random.ts';
import { textsOf } from './writing.ts';

export interface HostileOptions {
	seed: number;
	documentId: string;
	/** Host and port of the hostile client's own link. */
	port: number;
	/** An account that may write, one that may only read, one whose right will end. */
	writer: string;
	reader: string;
	revoked: string;
}

/** How long a hostile socket stays to be answered or closed. */
const STAY_MS = 400;

/**
 * Sends what no honest client sends. Its tokens begin with `x-`: none may ever be in the document. What it may do by
 * right (insert under a client id of its own, delete) it never does.
 */
export class Hostile {
	readonly #options: HostileOptions;
	readonly #random: Random;
	readonly #sockets = new Set<WebSocket>();
	readonly sent: Record<string, number> = {};
	isRevoked = false;
	#tokens = 0;

	constructor(options: HostileOptions) {
		this.#options = options;
		this.#random = createRandom(seedOf(options.seed, 'hostile'));
	}

	/** One attack; `doc` is what everybody can see of the document, `present` the client ids of those who are in it. */
	act(doc: Y.Doc, present: readonly number[]): void {
		const { writer, reader, revoked } = this.#options;
		const attacks: Record<string, () => void> = {
			garbage: () => this.#send(writer, [this.#bytes(1 + this.#random.below(60))]),
			'random update': () => this.#send(writer, [Uint8Array.of(0, 2, ...this.#bytes(20))]),
			cut: () =>
				this.#send(writer, [
					cutShort(encodeUpdate(this.#written(doc, newClient(this.#random))), this.#random),
				]),
			forged: () => this.#send(writer, [encodeUpdate(this.#written(doc, this.#victim(doc)))]),
			'taken id': () => this.#send(writer, [encodeUpdate(this.#written(doc, this.#random.pick(present)))]),
			overlapping: () => this.#send(writer, [encodeUpdate(this.#overlapping(doc))]),
			gap: () => this.#send(writer, [encodeUpdate(this.#withGap(doc))]),
			'read-only': () => this.#send(reader, [encodeUpdate(this.#written(doc, newClient(this.#random)))]),
			large: () => this.#send(writer, [new Uint8Array(1_200_000)]),
			mass: () =>
				this.#send(
					writer,
					Array.from({ length: 400 }, () => Uint8Array.of(9, 9)),
				),
			presence: () =>
				this.#send(writer, [
					encodePresence([{ clientId: this.#victim(doc), clock: 9_999, json: '{"user":{"name":"x"}}' }]),
				]),
			'broken frame': () => this.#sendRaw(writer),
			...(this.isRevoked && {
				revoked: () => this.#send(revoked, [encodeUpdate(this.#written(doc, newClient(this.#random)))]),
			}),
		};
		const kind = this.#random.pick(Object.keys(attacks));
		this.sent[kind] = (this.sent[kind] ?? 0) + 1;
		attacks[kind]?.();
	}

	close(): void {
		for (const socket of this.#sockets) socket.terminate();
	}

	#send(cookie: string, frames: readonly Uint8Array[]): void {
		const { documentId, port } = this.#options;
		const socket = new WebSocket(
			`ws://127.0.0.1:${port}/collaboration/${documentId}?${SCHEMA_PARAMETER}=${CURRENT_SCHEMA_VERSION}`,
			{
				headers: { cookie },
			},
		);
		this.#sockets.add(socket);
		socket.on('error', () => {});
		socket.on('close', () => this.#sockets.delete(socket));
		socket.on('open', () => {
			for (const frame of frames) socket.send(frame);
			setTimeout(() => socket.terminate(), STAY_MS);
		});
	}

	/** A websocket frame that breaks the websocket protocol itself. */
	#sendRaw(cookie: string): void {
		const { documentId, port } = this.#options;
		const line = connect(port, '127.0.0.1');
		line.on('error', () => {});
		line.write(
			`GET /collaboration/${documentId} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
				`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: ${cookie}\r\n\r\n`,
		);
		line.once('data', () => line.end(this.#random.pick(BROKEN)));
		line.resume();
		setTimeout(() => line.destroy(), STAY_MS);
	}

	#bytes(count: number): Uint8Array {
		return Uint8Array.from({ length: count }, () => this.#random.below(256));
	}

	/** A client id somebody else wrote under. */
	#victim(doc: Y.Doc): number {
		const clients = [...doc.store.clients.keys()];
		return clients.length > 0 ? this.#random.pick(clients) : 1;
	}

	/** An update that inserts a hostile token under a client id. */
	#written(doc: Y.Doc, client: number): Uint8Array {
		const copy = copyOf(doc, client);
		const update = changeOf(copy, () => {
			this.#tokens += 1;
			const token = `⟦x-${this.#tokens}⟧`;
			const [text] = textsOf(copy);
			if (text) text.insert(0, token);
			else contentOf(copy).push([new Y.XmlText(token)]);
		});
		copy.destroy();
		return update;
	}

	/** Other structs than the ones that a victim has written at the same clocks. */
	#overlapping(doc: Y.Doc): Uint8Array {
		const copy = new Y.Doc();
		copy.clientID = this.#victim(doc);
		const update = changeOf(copy, () => copy.getMap('actions').set('champ0', `⟦x-${(this.#tokens += 1)}⟧`));
		copy.destroy();
		return update;
	}

	/** The second of two insertions, without the first. */
	#withGap(doc: Y.Doc): Uint8Array {
		const copy = copyOf(doc, newClient(this.#random));
		changeOf(copy, () => copy.getMap('actions').set('champ1', 'x'));
		const update = changeOf(copy, () => copy.getMap('actions').set('champ2', `⟦x-${(this.#tokens += 1)}⟧`));
		copy.destroy();
		return update;
	}
}

const BROKEN = [
	Buffer.from([0xf2, 0x85, 1, 2, 3, 4, 9, 9, 9, 9, 9]),
	Buffer.from([0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
	Buffer.from([0x81, 0x84, 0, 0, 0, 0, 0xff, 0xfe, 0xc0, 0x80]),
	Buffer.from([0x82, 0x05, 1, 2, 3, 4, 5]),
	Buffer.from([0x8f, 0x80, 0, 0, 0, 0]),
];

function newClient(random: Random): number {
	return random.below(2 ** 32);
}

function cutShort(frame: Uint8Array, random: Random): Uint8Array {
	return frame.slice(0, 1 + random.below(frame.length - 1));
}

function copyOf(doc: Y.Doc, client: number): Y.Doc {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
	copy.clientID = client;
	return copy;
}

function changeOf(doc: Y.Doc, change: () => void): Uint8Array {
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => void updates.push(update));
	doc.transact(change);
	return Y.mergeUpdates(updates);
}
