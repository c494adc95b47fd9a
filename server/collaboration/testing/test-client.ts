import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as awarenessProtocol from 'y-protocols/awareness';
import * as syncProtocol from 'y-protocols/sync';
import * as Y from 'yjs';
import {
	MESSAGE,
	readAccess,
	readQuarantined,
	readSaved,
	readSize,
	type AccessMessage,
	type QuarantinedMessage,
	type SizeMessage,
} from '#lib/collaboration/protocol.ts';
import { encodePresence, encodeStep1, encodeStep2, encodeUpdate } from '../messages.ts';
import type { Socket, SocketListener } from '../ports/socket.ts';

/** The socket's other end, and a client behind it that speaks the protocol as the provider does. */
export class TestClient implements Socket {
	readonly doc: Y.Doc;
	/** Every frame received. */
	readonly frames: Uint8Array[] = [];
	/** Writes received: several frames may come in one. */
	writes = 0;
	pings = 0;
	answersPings = true;
	bufferedAmount = 0;
	closed: { code: number; reason: string } | null = null;
	terminated = false;
	synced = false;
	saved: number | null = null;
	access: AccessMessage | null = null;
	size: SizeMessage | null = null;
	quarantined: QuarantinedMessage | null = null;
	/** How often it was told that comments have changed. */
	comments = 0;
	/** How often it was told that figures have changed. */
	figures = 0;
	#listener: SocketListener | null = null;
	readonly #online: boolean;
	#awareness: awarenessProtocol.Awareness | null = null;

	constructor(options: { doc?: Y.Doc; silent?: boolean } = {}) {
		this.doc = options.doc ?? new Y.Doc();
		this.#online = !options.silent;
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== this && this.#online) this.say(encodeUpdate(update));
		});
	}

	/** What this client believes of the others; its own state is shown with `present`. */
	get awareness(): awarenessProtocol.Awareness {
		if (!this.#awareness) {
			this.#awareness = new awarenessProtocol.Awareness(this.doc);
			this.#awareness.setLocalState(null);
		}
		return this.#awareness;
	}

	// The server's side.

	listen(listener: SocketListener): void {
		this.#listener = listener;
		if (this.#online) this.say(encodeStep1(Y.encodeStateVector(this.doc)));
	}

	send(messages: readonly Uint8Array[]): void {
		if (this.closed) return;
		this.writes += 1;
		for (const message of messages) {
			this.frames.push(message);
			if (this.#online) this.#read(message);
		}
	}

	ping(): void {
		this.pings += 1;
		if (this.answersPings) this.#listener?.pong();
	}

	close(code: number, reason: string): void {
		this.closed ??= { code, reason };
	}

	terminate(): void {
		this.terminated = true;
	}

	// The client's side.

	/** Sends one frame. */
	say(frame: Uint8Array | string): void {
		this.#listener?.message(frame);
	}

	/** Sends an update as it is. */
	update(update: Uint8Array): void {
		this.say(encodeUpdate(update));
	}

	/** Shows a presence state under a client id. */
	present(state: unknown, as: { clientId?: number; clock?: number } = {}): void {
		const { clientId = this.doc.clientID, clock = 1 } = as;
		this.say(encodePresence([{ clientId, clock, json: JSON.stringify(state) }]));
	}

	/** The line is cut. */
	drop(): void {
		this.#listener?.closed();
		this.closed ??= { code: 1006, reason: '' };
		this.#awareness?.destroy();
	}

	text(name = 'content'): string {
		return this.doc.getText(name).toString();
	}

	type(words: string): void {
		const text = this.doc.getText('content');
		text.insert(text.length, words);
	}

	/** How many frames of a type have come. */
	count(type: number, subtype?: number): number {
		return this.frames.filter((f) => f[0] === type && (subtype === undefined || f[1] === subtype)).length;
	}

	#read(frame: Uint8Array): void {
		const decoder = decoding.createDecoder(frame);
		const type = decoding.readVarUint(decoder);
		if (type === MESSAGE.sync) {
			const encoder = encoding.createEncoder();
			const kind = syncProtocol.readSyncMessage(decoder, encoder, this.doc, this);
			if (kind === syncProtocol.messageYjsSyncStep2) this.synced = true;
			if (kind === syncProtocol.messageYjsSyncStep1) this.say(encodeStep2(readAnswer(encoder)));
		} else if (type === MESSAGE.awareness) {
			awarenessProtocol.applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), this);
		} else if (type === MESSAGE.saved) this.saved = readSaved(decoder);
		else if (type === MESSAGE.access) this.access = readAccess(decoder);
		else if (type === MESSAGE.size) this.size = readSize(decoder);
		else if (type === MESSAGE.comments) this.comments += 1;
		else if (type === MESSAGE.figures) this.figures += 1;
		else if (type === MESSAGE.quarantined) this.quarantined = readQuarantined(decoder);
	}
}

function readAnswer(encoder: encoding.Encoder): Uint8Array {
	const decoder = decoding.createDecoder(encoding.toUint8Array(encoder));
	decoding.readVarUint(decoder);
	return decoding.readVarUint8Array(decoder);
}
