import { fromBase64, toBase64UrlEncoded } from 'lib0/buffer';
import { HttpOutbox } from './http-outbox.ts';
import { HTTP_PARAMETER, POST_NAME, STREAM_EVENT, STREAM_NAME, StreamReader } from './http-wire.ts';
import { encodeSaved, MESSAGE, SCHEMA_PARAMETER, SIZE_STATES } from './protocol.ts';
import type { SocketClass } from './counting-socket.ts';
import { LOST, SocketShape } from './socket-shape.ts';

/** A stream that does not begin in this time is held back by something on the way. */
const OPEN_MS = 10_000;

/** Longest state vector that goes in an address; without it the server sends the whole document. */
const STATE_BYTES = 1_500;

export type HttpSocketOptions = {
	/** For tests: a browser sends the session's cookie by itself. */
	fetch?: typeof fetch;
	/** What the page holds of the document; without it, each opening brings the whole. */
	stateVector?: () => Uint8Array;
	/** The client id the page shows itself under: what it says of others is not sent. */
	clientId?: number;
};

/**
 * The class that the provider takes for `WebSocket` where websockets do not pass: frames come as server-sent events and leave by
 * POST. It asks for the document itself, when it opens its stream: only the process that holds the stream knows
 * what goes out on it.
 */
export function httpSocket(options: HttpSocketOptions = {}): SocketClass {
	class Bound extends HttpSocket {
		constructor(url: string | URL) {
			super(url, options);
		}
	}
	return Bound as unknown as SocketClass;
}

class HttpSocket extends SocketShape {
	readyState = 0;
	readonly #fetch: typeof fetch;
	readonly #stopped = new AbortController();
	readonly #outbox: HttpOutbox;
	/** Whether the page understands messages of our own. */
	readonly #isPage: boolean;

	constructor(url: string | URL, options: HttpSocketOptions) {
		super(url);
		this.#fetch = options.fetch ?? ((...request) => fetch(...request));
		const id = [...crypto.getRandomValues(new Uint8Array(16))];
		const connectionId = id.map((byte) => byte.toString(16).padStart(2, '0')).join('');
		const post = this.#address(POST_NAME, connectionId);
		this.#isPage = post.searchParams.has(SCHEMA_PARAMETER);
		this.#outbox = new HttpOutbox({
			address: post,
			fetch: this.#fetch,
			clientId: options.clientId,
			received: (frame) => this.#deliver(frame),
			saved: (count) => {
				if (this.#isPage) this.#deliver(encodeSaved(count));
			},
			ended: (code, reason) => this.#end(code, reason),
		});
		const stream = this.#address(STREAM_NAME, connectionId);
		const held = options.stateVector?.();
		if (held !== undefined && held.length <= STATE_BYTES)
			stream.searchParams.set(HTTP_PARAMETER.state, toBase64UrlEncoded(held));
		void this.#listen(stream);
	}

	get bufferedAmount(): number {
		return this.#outbox.size;
	}

	send(data: string | Blob | BufferSource): void {
		if (this.readyState === this.OPEN && data instanceof Uint8Array) this.#outbox.push(data);
	}

	close(code = 1000, reason = ''): void {
		if (this.readyState >= this.CLOSING) return;
		const wasOpen = this.readyState === this.OPEN;
		this.readyState = this.CLOSING;
		if (wasOpen) this.#outbox.leave();
		queueMicrotask(() => this.#end(code, reason));
	}

	/** `/collaboration/<id>?schema=1` as the provider names it, with what HTTP adds. */
	#address(name: string, connectionId: string): URL {
		const address = new URL(this.url.replace(/^ws/, 'http'));
		address.pathname += `/${name}`;
		address.searchParams.set(HTTP_PARAMETER.connection, connectionId);
		return address;
	}

	async #listen(address: URL): Promise<void> {
		const timer = setTimeout(() => this.#end(LOST, 'the stream does not begin'), OPEN_MS);
		try {
			const { signal } = this.#stopped;
			const headers = { accept: 'text/event-stream' };
			const answer = await this.#fetch(address, { headers, cache: 'no-store', signal });
			if (!answer.ok || answer.body === null) return this.#end(LOST, `answer ${answer.status}`);
			const events = new StreamReader();
			const text = answer.body.pipeThrough(new TextDecoderStream()).getReader();
			for (;;) {
				const { done, value } = await text.read();
				if (done) break;
				for (const { name, data } of events.read(value)) this.#read(name, data);
				if (this.readyState !== this.CONNECTING) clearTimeout(timer);
			}
			this.#end(LOST, 'the stream has ended');
		} catch {
			this.#end(LOST, 'the stream is cut');
		} finally {
			clearTimeout(timer);
		}
	}

	#read(name: string, data: string): void {
		if (name === STREAM_EVENT.close) {
			const { code, reason } = JSON.parse(data) as { code: number; reason: string };
			this.#end(code, reason);
		} else if (this.readyState === this.CONNECTING) {
			this.readyState = this.OPEN;
			this.onopen?.(new Event('open'));
		}
		if (name === '') this.#deliver(fromBase64(data));
	}

	#deliver(frame: Uint8Array): void {
		if (frame[0] === MESSAGE.size) this.#outbox.isHeldBack = frame[1] === SIZE_STATES.indexOf('full');
		if (this.readyState === this.OPEN) this.onmessage?.(new MessageEvent('message', { data: frame }));
	}

	#end(code: number, reason: string): void {
		if (this.readyState === this.CLOSED) return;
		this.readyState = this.CLOSED;
		this.#stopped.abort();
		this.#outbox.stop();
		if (code === LOST) this.onerror?.(new Event('error'));
		this.onclose?.({ code, reason, wasClean: code !== LOST });
	}
}
