import type { SocketClass } from './counting-socket.ts';
import { LOST, SocketShape } from './socket-shape.ts';

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
	return Bound as unknown as SocketClass;
}

class LateSocket extends SocketShape {
	#socket: WebSocket | null = null;
	#left = false;
	#ended = false;

	constructor(url: string | URL, load: Load) {
		super(url);
		void load().then(
			(Socket) => this.#hand(Socket),
			() => this.#end({ code: LOST, reason: 'its code cannot be had', wasClean: false }),
		);
	}

	get readyState(): number {
		if (this.#ended) return this.CLOSED;
		return this.#socket?.readyState ?? this.CONNECTING;
	}

	get bufferedAmount(): number {
		return this.#socket?.bufferedAmount ?? 0;
	}

	send(data: string | ArrayBufferView<ArrayBuffer>): void {
		this.#socket?.send(data);
	}

	close(code = 1000, reason = ''): void {
		if (this.#socket !== null) return this.#socket.close(code, reason);
		this.#left = true;
		queueMicrotask(() => this.#end({ code, reason, wasClean: true }));
	}

	#hand(Socket: SocketClass): void {
		if (this.#left) return;
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
