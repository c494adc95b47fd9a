import { CLOSE } from '#lib/collaboration/close-codes.ts';
import type { Authorizations } from './authorizations.ts';
import { nameOf } from './error-name.ts';
import type { Connection } from './connection.ts';
import type { Limits } from './limits.ts';
import type { Neighbours } from './neighbours.ts';
import type { Clock, Timer } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';
import type { Rights } from './rights.ts';
import type { Rooms } from './rooms.ts';

const TICK_MS = 1_000;

/** A tick later than this was not late for work: the clock was set, or the process held. */
const JUMP_MS = 10_000;

/** A tick may come a little before its time; earlier than this, the clock was set back. */
const SET_BACK_MS = 500;

/** How long the other side may take to answer a close before it is cut. */
const CLOSING_MS = 3_000;

export type UpkeepParts = {
	connections: ReadonlySet<Connection>;
	rooms: Rooms;
	rights: Rights;
	authorizations: Authorizations;
	neighbours: Neighbours;
	limits: Limits;
	clock: Clock;
	logger: Logger;
};

/**
 * What is looked after once a second, with one timer for everybody, as long as anybody is here: those who do not answer, rights that end by
 * themselves or are to be read again, clocks that jump, closes that are not answered, what other processes have committed.
 */
export class Upkeep {
	readonly #parts: UpkeepParts;
	/** Closed by the server, and not by the other side yet. */
	readonly #closing = new Set<Connection>();
	#timer: Timer | null = null;
	#due = 0;
	#pulling = false;

	constructor(parts: UpkeepParts) {
		this.#parts = parts;
	}

	/** Somebody is here. */
	start(): void {
		if (this.#timer !== null) return;
		const { clock } = this.#parts;
		this.#due = clock.now() + TICK_MS;
		this.#timer = clock.setTimeout(() => this.#tick(), TICK_MS);
	}

	/** A connection was closed: it is cut when the other side does not answer. */
	closing(connection: Connection): void {
		this.#closing.add(connection);
		this.start();
	}

	/** Nothing is looked after any more, but the closes that wait for an answer. */
	stop(): void {
		const { clock } = this.#parts;
		if (this.#timer !== null) clock.clearTimeout(this.#timer);
		this.#timer = null;
		for (const connection of this.#closing) {
			if (connection.closingSince !== null) clock.setTimeout(() => connection.cut(), CLOSING_MS);
		}
	}

	#tick(): void {
		this.#timer = null;
		const { clock, authorizations, connections, rooms, rights, neighbours } = this.#parts;
		const now = clock.now();
		authorizations.sweep();
		const stale = this.#lookAtConnections(now);
		this.#cutUnanswered(now);
		for (const room of rooms.all()) room.tick();
		if (stale.length > 0) void rights.recheck(stale);
		neighbours.tick(now);
		if (neighbours.isShared) this.#pull();
		if (connections.size + this.#closing.size > 0) this.start();
	}

	/** Closes what has waited or lasted too long. @returns whose rights are to be read again */
	#lookAtConnections(now: number): Connection[] {
		const { connections, limits } = this.#parts;
		const jumped = this.#sawJump(now);
		const stale: Connection[] = [];
		for (const connection of [...connections]) {
			const waited = now - connection.acceptedAt;
			const allowed = connection.phase === 'unknown' ? limits.PREAUTH_MS : limits.LOAD_MS;
			const { grant } = connection;
			if (connection.phase !== 'in' && waited > allowed) connection.close(CLOSE.notReady);
			else if (grant && (jumped || now >= readAgainAt(connection, limits))) stale.push(connection);
			connection.beat(now);
		}
		return stale;
	}

	#cutUnanswered(now: number): void {
		for (const connection of [...this.#closing]) {
			if (connection.closingSince === null) this.#closing.delete(connection);
			else if (now - connection.closingSince > CLOSING_MS) {
				this.#closing.delete(connection);
				connection.cut();
			}
		}
	}

	/**
	 * Whether the clock was set, or the process was held, since the last tick: neither a silence nor the age of a right can be told
	 * from it. Silences are measured anew, and rights are to be read again at once.
	 */
	#sawJump(now: number): boolean {
		const late = now - this.#due;
		if (late > -SET_BACK_MS && late < JUMP_MS) return false;
		for (const connection of [...this.#parts.connections, ...this.#closing]) connection.clockJumped(now);
		return true;
	}

	/** Another process may have committed what the bus has not told: the log is asked once a second. */
	#pull(): void {
		if (this.#pulling) return;
		this.#pulling = true;
		this.#parts.rooms
			.pull()
			.catch((error: unknown) =>
				this.#parts.logger.warn('collaboration.pull-failed', { error: nameOf(error) }),
			)
			.finally(() => (this.#pulling = false));
	}
}

/** When a right is to be read again: now and then, and when it ends by itself, since another may go on. */
export function readAgainAt({ checkedAt, grant }: Connection, limits: Limits): number {
	return Math.min(checkedAt + limits.AUTHORIZATION_TTL_MS, grant?.validUntil ?? Infinity);
}
