import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import { encodeUpdate } from '#server/collaboration/messages.ts';

export interface RawLineOptions {
	origin: string;
	cookie: string;
	documentId: string;
	/** The version the page says to be of; null for none. */
	schema?: string | null;
	headers?: Record<string, string>;
}

/** A document's websocket spoken by hand, for what no page says. */
export class RawLine {
	readonly #socket: WebSocket;
	readonly #opened: Promise<unknown>;
	readonly #heard = new Set<number>();
	#waiting: (() => void)[] = [];
	/** By which code the server closed it, or the status of the handshake it refused; null while it has not. */
	closed: number | null = null;

	constructor({ origin, cookie, documentId, schema, headers }: RawLineOptions) {
		const version = schema === undefined ? String(CURRENT_SCHEMA_VERSION) : schema;
		const query = version === null ? '' : `?schema=${encodeURIComponent(version)}`;
		const address = `${origin.replace('http', 'ws')}/collaboration/${documentId}${query}`;
		this.#socket = new WebSocket(address, { headers: { origin, cookie, ...headers } });
		this.#opened = once(this.#socket, 'open').catch(() => undefined);
		this.#socket.on('error', () => {});
		this.#socket.on('unexpected-response', (_request, response) => {
			response.resume();
			this.#ended(response.statusCode ?? 0);
		});
		this.#socket.on('close', (code) => this.#ended(code));
		this.#socket.on('message', (data: Buffer) => {
			this.#heard.add(data[0] ?? -1);
			this.#wake();
		});
	}

	/** Sends frames as they are, in order; a string goes as a text frame. */
	async say(...frames: (Uint8Array | string)[]): Promise<void> {
		await this.#opened;
		for (const frame of frames) this.#socket.send(frame);
	}

	/** Resolves once a message of this type has come. @throws when the connection ends first */
	async hears(type: number): Promise<void> {
		while (!this.#heard.has(type)) {
			if (this.closed !== null) throw new Error(`closed by ${this.closed}`);
			await this.#change();
		}
	}

	/** Resolves with the code once the server has closed it. */
	async ends(): Promise<number> {
		while (this.closed === null) await this.#change();
		return this.closed;
	}

	leave(): void {
		this.#socket.terminate();
	}

	#ended(code: number): void {
		this.closed ??= code;
		this.#wake();
	}

	#change(): Promise<void> {
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	#wake(): void {
		for (const wake of this.#waiting.splice(0)) wake();
	}
}

/** The frame of what a change does to a document. */
export function frameOf(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array {
	const before = Y.encodeStateVector(doc);
	doc.transact(() => change(doc));
	return encodeUpdate(Y.encodeStateAsUpdate(doc, before));
}
