import type { ServerResponse } from 'node:http';
import { STREAM_EVENT } from '#lib/collaboration/http-wire.ts';
import { MESSAGE, SYNC } from '#lib/collaboration/protocol.ts';
import type { Socket, SocketListener } from '../ports/socket.ts';

/**
 * Some proxies hold back the first kilobytes of an answer: this much of a comment goes ahead of the events.
 */
const PADDING = `: ${' '.repeat(2_048)}\n\n`;

/** The server's end of a connection whose frames come by POST. */
export abstract class HttpEnd implements Socket {
	/** Why the server closed it; null while it has not. */
	closed: { code: number; reason: string } | null = null;
	/** Nothing more comes or goes. */
	isGone = false;
	#listener: SocketListener | null = null;
	#whenGone: () => void = () => {};

	abstract readonly bufferedAmount: number;
	abstract send(messages: readonly Uint8Array[]): void;
	abstract ping(): void;
	abstract close(code: number, reason: string): void;
	abstract terminate(): void;
	/** What is to be said in the answer of a POST, and is then forgotten. */
	abstract take(): Uint8Array[];

	listen(listener: SocketListener): void {
		this.#listener = listener;
	}

	/** One frame from the other side. */
	feed(frame: Uint8Array): void {
		this.#listener?.message(frame);
	}

	onGone(run: () => void): void {
		this.#whenGone = run;
	}

	protected alive(): void {
		this.#listener?.pong();
	}

	/** The other side has left, or is held to have. */
	protected gone(): void {
		if (this.isGone) return;
		this.isGone = true;
		this.#listener?.closed();
		this.#whenGone();
	}
}

/** Events ready for the wire, by message: the same message goes to every receiver of a room. */
const events = new WeakMap<Uint8Array, string>();

/** A connection whose stream is here: what the room says goes out as events. */
export class StreamSocket extends HttpEnd {
	readonly #response: ServerResponse;

	constructor(response: ServerResponse) {
		super();
		this.#response = response;
		response.on('error', () => {});
		response.on('close', () => this.gone());
		response.write(PADDING);
	}

	get bufferedAmount(): number {
		return this.#response.writableLength;
	}

	/** Tells the page that it is in, and may post. */
	open(): void {
		this.#write(`event: ${STREAM_EVENT.open}\ndata: {}\n\n`);
	}

	send(messages: readonly Uint8Array[]): void {
		const text = messages.filter((message) => !isSaved(message)).map(eventOf);
		if (text.length > 0) this.#write(text.join(''));
	}

	/** Nobody answers a comment: that the network has taken it is all there is to know. */
	ping(): void {
		if (!this.#isOpen) return;
		this.#response.write(':\n\n', (error) => {
			if (!error) this.alive();
		});
	}

	close(code: number, reason: string): void {
		this.closed ??= { code, reason };
		if (!this.#isOpen) return;
		this.#response.end(`event: ${STREAM_EVENT.close}\ndata: ${JSON.stringify({ code, reason })}\n\n`);
	}

	terminate(): void {
		this.#response.destroy();
	}

	take(): Uint8Array[] {
		return [];
	}

	get #isOpen(): boolean {
		return !this.#response.writableEnded && !this.#response.destroyed;
	}

	#write(text: string): void {
		if (this.#isOpen) this.#response.write(text);
	}
}

/**
 * A connection whose stream is on another process: the room's broadcasts go out there, so that only what answers this
 * connection alone is kept, for the answer of the POST.
 */
export class HalfSocket extends HttpEnd {
	#kept: Uint8Array[] = [];

	get bufferedAmount(): number {
		return this.#kept.reduce((sum, { length }) => sum + length, 0);
	}

	send(messages: readonly Uint8Array[]): void {
		this.#kept.push(...messages.filter(isForOneAlone));
	}

	/** It lives as long as it lingers. */
	ping(): void {
		this.alive();
	}

	close(code: number, reason: string): void {
		this.closed ??= { code, reason };
		queueMicrotask(() => this.gone());
	}

	terminate(): void {
		this.gone();
	}

	take(): Uint8Array[] {
		const kept = this.#kept;
		this.#kept = [];
		return kept;
	}
}

/** The page counts what is durable by the answers of its POSTs: these may come from several processes. */
function isSaved(message: Uint8Array): boolean {
	return message[0] === MESSAGE.saved;
}

function isForOneAlone(message: Uint8Array): boolean {
	if (message[0] === MESSAGE.sync) return message[1] === SYNC.step1;
	return message[0] === MESSAGE.access || message[0] === MESSAGE.size;
}

function eventOf(message: Uint8Array): string {
	const known = events.get(message);
	if (known !== undefined) return known;
	const { buffer, byteOffset, byteLength } = message;
	const event = `data: ${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}\n\n`;
	events.set(message, event);
	return event;
}
