import {
	countPresence,
	EMPTY_UPDATE,
	prefixOf,
	presence,
	read,
	readLetters,
	sync,
	varUint,
	type Acknowledgement,
	type Dialect,
} from './dialect.ts';
import { LoadSocket, type Place } from './socket.ts';

export type Server = {
	port: number;
	path: string;
	query: string;
	dialect: Dialect;
	acknowledges: Acknowledgement;
};
export type Seat = { document: string; cookie: string | null };

export type PersonEvents = {
	/** An edit of somebody else has arrived. */
	seen?(author: number, clock: number, by: Person): void;
	/** One more edit of this person is acknowledged, as far as the protocol says so. */
	acknowledged?(person: Person): void;
	/** States of others have arrived. */
	presence?(states: number): void;
};

/** In which file a caret is, as an editor says it. */
const CARET = { anchor: { type: null, tname: 'content', item: { client: 0, clock: 0 }, assoc: 0 } };

/**
 * One person at a page: speaks the protocol, types letter after letter at the end of what they wrote, and keeps no document.
 * The updates are those Yjs would make.
 */
export class Person {
	readonly clientId: number;
	readonly document: string;
	readonly #server: Server;
	readonly #prefix: number[];
	readonly #events: PersonEvents;
	readonly #cookie: string | null;
	#socket: LoadSocket | null = null;
	#synced: ((body: Buffer) => void) | null = null;
	/** Letters written. */
	clock = 0;
	presenceClock = 0;
	/** Letters acknowledged. */
	acknowledged = 0;
	/** Messages the server counts: answers to its step 1, and letters. */
	#sent = 0;
	#sentBeforeLetters = 0;
	#statuses = 0;

	constructor(options: { server: Server; seat: Seat; clientId: number; events?: PersonEvents }) {
		this.#server = options.server;
		this.#events = options.events ?? {};
		this.clientId = options.clientId;
		this.document = options.seat.document;
		this.#cookie = options.seat.cookie;
		this.#prefix = prefixOf(options.server.dialect, options.seat.document);
	}

	/** Connects, asks for the document and resolves with it once it has come whole. */
	async enter(stateVector: ArrayLike<number> = [0]): Promise<Buffer> {
		const { port, path, query, dialect } = this.#server;
		const place: Place = { port, path: `${path}${this.document}${query}`, cookie: this.#cookie };
		this.#sent = this.#sentBeforeLetters = this.#statuses = 0;
		const whole = new Promise<Buffer>((resolve) => (this.#synced = resolve));
		this.#socket = await LoadSocket.open(place, (message) => this.#hear(message));
		// Hocuspocus wants a token before anything else, though it may mean nothing.
		if (dialect === 'hocuspocus') this.#send([2, 0, 0]);
		this.#send(sync('step1', stateVector));
		return whole;
	}

	leave(): void {
		this.#socket?.cut();
		this.#socket = null;
	}

	/** Types one letter. */
	type(): void {
		const { clientId, clock } = this;
		const id = varUint(clientId);
		const where = clock === 0 ? [4, 1, 7, ...CONTENT] : [0x84, ...id, ...varUint(clock - 1)];
		const update = [1, 1, ...id, ...varUint(clock), ...where, 1, 97 + (clock % 26), 0];
		this.clock += 1;
		this.#sent += 1;
		this.#send(sync('update', update));
	}

	/** Moves the caret. */
	show(): void {
		this.presenceClock += 1;
		const anchor = { ...CARET.anchor, item: { client: this.clientId, clock: this.presenceClock } };
		const state = {
			user: { name: 'Camille Etcheverry', color: '#30bced' },
			cursor: { anchor, head: anchor },
		};
		this.#send(presence(this.clientId, this.presenceClock, JSON.stringify(state)));
	}

	#send(body: number[]): void {
		this.#socket?.send(Uint8Array.from([...this.#prefix, ...body]));
	}

	#hear(message: Buffer): void {
		const heard = read(this.#server.dialect, message);
		switch (heard.kind) {
			case 'update':
				return this.#hearUpdate(heard.body);
			case 'saved':
				return this.#hearCount(heard.count - this.#sentBeforeLetters);
			case 'status':
				this.#statuses += 1;
				return this.#hearCount(this.#statuses - this.#sentBeforeLetters);
			case 'presence':
				return this.#events.presence?.(countPresence(heard.body, this.clientId));
			case 'step1':
				if (this.clock === 0) this.#sentBeforeLetters += 1;
				this.#sent += 1;
				return this.#send(sync('step2', EMPTY_UPDATE));
			case 'step2':
				this.#synced?.(heard.body);
				this.#synced = null;
		}
	}

	#hearUpdate(body: Buffer): void {
		// Who only comes in for a document does not look at what others write in it.
		if (!this.#events.seen && !this.#events.acknowledged) return;
		readLetters(body, (author, clock) => {
			if (author !== this.clientId) this.#events.seen?.(author, clock, this);
			else if (this.#server.acknowledges === 'echo') this.#hearCount(clock + 1);
		});
	}

	/** So many letters, of all those written, have been dealt with. */
	#hearCount(letters: number): void {
		while (this.acknowledged < Math.min(letters, this.clock)) {
			this.acknowledged += 1;
			this.#events.acknowledged?.(this);
		}
	}

	/** For a server that acknowledges nothing: somebody else has this letter. */
	wasSeen(clock: number): void {
		if (this.#server.acknowledges === 'seen') this.#hearCount(clock + 1);
	}
}

const CONTENT = Buffer.from('content');
