import type { SocketClass } from './counting-socket.ts';

/** What a line ends with when its code cannot be had: retried. */
const LOST = 1006;

/** Makes a socket of the class that it is given later. */
type Load = () => Promise<SocketClass>;

/**
 * A socket class whose code comes when the first socket is made: most pages never need the second way to connect. Until then a
 * socket is one that connects; when the code cannot be had, one that was lost.
 */
export function lateSocket(load: Load): SocketClass {
	class Bound extends LateSocket {
		constructor(url: string | URL) {
			super(url, load);
		}
	}
	// What the provider needs of a websocket is there; events by `addEventListener` are not.
	return Bound as unknown as SocketClass;
}

class LateSocket {
	static readonly CONNECTING = 0;
	static readonly OPEN = 1;
	static readonly CLOSING = 2;
	static readonly CLOSED = 3;
	readonly CONNECTING = 0;
	readonly OPEN = 1;
	readonly CLOSING = 2;
	readonly CLOSED = 3;
	binaryType: BinaryType = 'arraybuffer';
	onopen: ((event: Event) => void) | null = null;
	onmessage: ((event: MessageEvent) => void) | null = null;
	onclose: ((event: { code: number; reason: string; wasClean: boolean }) => void) | null = null;
	onerror: ((event: Event) => void) | null = null;
	readonly url: string;
	#socket: WebSocket | null = null;
	#ended = false;

	constructor(url: string | URL, load: Load) {
		this.url = String(url);
		void load().then(
			(Socket) => this.#hand(Socket),
			() => this.#end({ code: LOST, reason: 'its code cannot be had', wasClean: false }),
		);
	}

	get readyState(): number {
		if (this.#ended) return LateSocket.CLOSED;
		return this.#socket?.readyState ?? LateSocket.CONNECTING;
	}

	get bufferedAmount(): number {
		return this.#socket?.bufferedAmount ?? 0;
	}

	send(data: string | ArrayBufferView<ArrayBuffer>): void {
		this.#socket?.send(data);
	}

	close(code = 1000, reason = ''): void {
		if (this.#socket !== null) this.#socket.close(code, reason);
		else queueMicrotask(() => this.#end({ code, reason, wasClean: true }));
	}

	#hand(Socket: SocketClass): void {
		if (this.#ended) return;
		const socket = new Socket(this.url);
		socket.binaryType = this.binaryType;
		socket.onopen = (event) => this.onopen?.(event);
		socket.onmessage = (event) => this.onmessage?.(event);
		socket.onerror = (event) => this.onerror?.(event);
		socket.onclose = (event) => this.#end(event);
		this.#socket = socket;
	}

	#end(event: { code: number; reason: string; wasClean: boolean }): void {
		if (this.#ended) return;
		this.#ended = true;
		if (event.code === LOST && this.#socket === null) this.onerror?.(new Event('error'));
		this.onclose?.(event);
	}
}
