import type { SocketClass } from '../counting-socket.ts';

/** A socket that does what the test says, and nothing by itself. */
export class FakeSocket {
	readonly CONNECTING = 0;
	readonly OPEN = 1;
	readonly CLOSING = 2;
	readonly CLOSED = 3;
	readonly kind: string;
	readonly sent: Uint8Array[] = [];
	readyState = 0;
	binaryType = 'arraybuffer';
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: Uint8Array }) => void) | null = null;
	onclose: ((event: { code: number; reason: string }) => void) | null = null;
	onerror: (() => void) | null = null;

	constructor(kind: string) {
		this.kind = kind;
	}

	/** The server lets it in and gives an empty document, or only lets it in. */
	open(how: { synced: boolean } = { synced: true }): this {
		this.readyState = this.OPEN;
		this.onopen?.();
		if (how.synced) this.say(new Uint8Array([0, 1, 2, 0, 0]));
		return this;
	}

	say(frame: Uint8Array): void {
		this.onmessage?.({ data: frame });
	}

	die(code = 1006): void {
		this.readyState = this.CLOSED;
		this.onclose?.({ code, reason: '' });
	}

	send(frame: Uint8Array): void {
		this.sent.push(frame);
	}

	close(): void {
		this.readyState = this.CLOSED;
	}
}

/** A class for each transport, and every socket made of them, in order. */
export function fakeSockets() {
	const made: FakeSocket[] = [];
	const classOf = (kind: string): SocketClass => {
		class Made extends FakeSocket {
			constructor() {
				super(kind);
				made.push(this);
			}
		}
		return Made as unknown as SocketClass;
	};
	return { made, websocket: classOf('websocket'), http: classOf('http') };
}
