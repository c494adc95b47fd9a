import type { PresencePlace } from '#lib/collaboration/protocol.ts';
import type { Connection } from './connection.ts';
import type { Limits } from './limits.ts';
import { readFrame, readPresence, type PresenceEntry } from './messages.ts';
import type { Clock, Timer } from './ports/clock.ts';
import { Presence, type ReservedIds } from './presence.ts';

/** Pages say again every 15 s where they are, and forget after 30 s who does not: the same patience, a little later. */
const REMOTE_SILENCE_MS = 35_000;

/** Presence of one room, and when it goes out: at the end of the turn, and not more often than its bound. */
export class RoomPresence {
	readonly #clock: Clock;
	readonly #limits: Limits;
	readonly #connections: ReadonlySet<Connection>;
	readonly #isOthers: (client: number, accountId: string) => boolean;
	readonly #publish: (message: Uint8Array) => void;
	readonly #presence: Presence<Connection>;
	#due: Timer | 'turn' | null = null;
	#flushedAt = -Infinity;
	#disposed = false;

	constructor(parts: {
		clock: Clock;
		limits: Limits;
		connections: ReadonlySet<Connection>;
		reserved: ReservedIds;
		isOthers: (client: number, accountId: string) => boolean;
		/** Tells the other processes of people whose sockets are here. */
		publish: (message: Uint8Array) => void;
	}) {
		this.#clock = parts.clock;
		this.#limits = parts.limits;
		this.#connections = parts.connections;
		this.#isOthers = parts.isOthers;
		this.#publish = parts.publish;
		this.#presence = new Presence(parts.limits, parts.reserved);
	}

	/** Whose a client id is by presence: undefined when nobody's. */
	reservedBy(client: number): string | undefined {
		return this.#presence.reservedBy(client);
	}

	/** Everyone, for someone who enters or asks; null when there is nobody else. */
	everyone(except: Connection): Uint8Array | null {
		return this.#presence.everyone(except);
	}

	placeOf(connection: Connection): PresencePlace | null {
		return this.#presence.placeOf(connection.clientId);
	}

	/** Takes a presence message. Throws `BadFrame` when it cannot be read. */
	show(connection: Connection, bytes: Uint8Array): void {
		const { grant } = connection;
		if (grant === null || connection.hasLeft) return;
		const { person } = grant;
		const entries = readPresence(bytes, this.#limits.PRESENCE_ENTRIES);
		connection.clientId = this.#presence.update(entries, {
			owner: connection,
			clientId: connection.clientId,
			person,
			// Whoever speaks for an id already has shown that they may.
			mayNotUse: (client) =>
				this.#isOthers(client, person.accountId) ||
				(client !== connection.clientId && !grant.mayTake(client)),
		});
		this.#schedule();
	}

	/** Takes what another process says of its people; a message that cannot be read says nothing. */
	hear(message: Uint8Array): void {
		const frame = tryRead(message, this.#limits.PRESENCE_ENTRIES);
		if (frame === null) return;
		this.#presence.updateRemote(frame, this.#clock.now());
		this.#schedule();
	}

	/** Tells another process, which asked, who is here. */
	answer(): void {
		const people = this.#presence.ours();
		if (people) this.#publish(people);
	}

	/** Takes leave of people of a process that has gone without a word. */
	expire(): void {
		if (this.#presence.expireRemote(this.#clock.now(), REMOTE_SILENCE_MS)) this.#schedule();
	}

	/** Whatever the connection said of itself ends. */
	leave(connection: Connection): void {
		this.#presence.leave(connection.clientId, connection);
		this.#schedule();
	}

	/** The room is leaving memory: the timer stops, and the other processes hear of the last who left. */
	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		const { toOthers } = this.#presence.flush(this.#clock.now());
		if (toOthers) this.#publish(toOthers);
		if (this.#due !== null && this.#due !== 'turn') this.#clock.clearTimeout(this.#due);
		this.#due = null;
	}

	#schedule(after = 0): void {
		if (this.#due !== null || this.#disposed) return;
		const since = this.#clock.now() - this.#flushedAt;
		const wait = Math.max(after, since >= 0 ? this.#limits.PRESENCE_FLUSH_MS - since : 0);
		if (wait > 0) this.#due = this.#clock.setTimeout(() => this.#flush(), wait);
		else {
			this.#due = 'turn';
			this.#clock.defer(() => this.#flush());
		}
	}

	#flush(): void {
		this.#due = null;
		if (this.#disposed) return;
		this.#flushedAt = this.#clock.now();
		const { message, special, toOthers, again } = this.#presence.flush(this.#flushedAt);
		for (const connection of this.#connections) {
			const own = special.get(connection);
			const frame = own === undefined ? message : own;
			if (frame) connection.send(frame);
		}
		if (toOthers) this.#publish(toOthers);
		if (again !== null && this.#connections.size > 0) this.#schedule(again);
	}
}

function tryRead(message: Uint8Array, maxEntries: number): PresenceEntry[] | null {
	try {
		const read = readFrame(message);
		return read.kind === 'presence' ? readPresence(read.bytes, maxEntries) : null;
	} catch {
		return null;
	}
}
