import { Compactor, type SnapshotCounts } from './compactor.ts';
import type { ReservedIds } from './presence.ts';
import { Room, type RoomHost } from './room.ts';

/** An open document gets a snapshot without waiting for everybody to leave after this many times SNAPSHOT_AFTER. */
const SNAPSHOT_WHILE_OPEN = 10;

/** Documents whose reserved client ids are remembered, those last opened. */
const RESERVED_DOCUMENTS = 1_000;

/** The rooms in memory: at most one per document, for as long as somebody or something needs it. */
export class Rooms {
	readonly #rooms = new Map<string, Room>();
	/** Held over a room's end: a document that is read again after a failure must not give a client id to who comes first. */
	readonly #reserved = new Map<string, ReservedIds>();
	readonly #unfollow = new Map<string, () => void>();
	readonly #opened: (documentId: string) => () => void;
	readonly #host: RoomHost;
	readonly #compactor: Compactor;
	/** Of rooms that have left memory. */
	#catchUpsBefore = 0;

	/** `opened` is told of each room that opens, and answers with what to call when it leaves memory. */
	constructor(host: Omit<RoomHost, 'changed'>, opened: (documentId: string) => () => void) {
		this.#opened = opened;
		this.#host = { ...host, changed: (room) => this.#changed(room) };
		const { log, folder, clock, logger } = host;
		this.#compactor = new Compactor({
			log,
			folder,
			clock,
			logger,
			done: (id, seq) => this.#snapshotWritten(id, seq),
		});
	}

	/** What became of the snapshots of this process, and how many documents wait for one. */
	get snapshots(): SnapshotCounts & { waiting: number } {
		return { ...this.#compactor.counts, waiting: this.#compactor.waiting };
	}

	/** How many times the log was read again, after the opening of a room. */
	get catchUps(): number {
		let sum = this.#catchUpsBefore;
		for (const { catchUps } of this.#rooms.values()) sum += catchUps;
		return sum;
	}

	get size(): number {
		return this.#rooms.size;
	}

	all(): Iterable<Room> {
		return this.#rooms.values();
	}

	find(documentId: string): Room | undefined {
		return this.#rooms.get(documentId);
	}

	/**
	 * Runs `use` with the room of a document once its load has ended, well or not; the room stays in memory meanwhile. Whoever comes
	 * before it has left finds the same one.
	 */
	async with<Result>(documentId: string, use: (room: Room) => Result | Promise<Result>): Promise<Result> {
		let room = this.#rooms.get(documentId);
		if (!room) {
			// Followed before it is loaded: what is committed during the load must be heard of.
			this.#unfollow.set(documentId, this.#opened(documentId));
			this.#rooms.set(documentId, (room = new Room(documentId, this.#host, this.#reservedIn(documentId))));
		}
		room.holds += 1;
		try {
			await room.ready;
			return await use(room);
		} finally {
			room.holds -= 1;
			this.#changed(room);
		}
	}

	#reservedIn(documentId: string): ReservedIds {
		const reserved: ReservedIds = this.#reserved.get(documentId) ?? new Map();
		this.#reserved.delete(documentId);
		this.#reserved.set(documentId, reserved);
		if (this.#reserved.size > RESERVED_DOCUMENTS) {
			const [oldest] = this.#reserved.keys();
			if (oldest !== undefined) this.#reserved.delete(oldest);
		}
		return reserved;
	}

	/** Looks in the log for what other processes have committed, in one question for all rooms. Rejects when it cannot be read. */
	async pull(): Promise<void> {
		const open = [...this.#rooms.values()].filter(({ state }) => state === 'open');
		if (open.length === 0) return;
		const heads = await this.#host.log.heads(open.map(({ documentId }) => documentId));
		for (const room of open) {
			const head = heads.get(room.documentId);
			if (head === undefined) room.vanish();
			else room.hinted({ seq: head, bytes: null, accountId: null });
		}
	}

	/** Resolves once no snapshot is under way; no other is begun. */
	async stop(): Promise<void> {
		await Promise.all([this.#compactor.stop(), this.#host.folder.close()]);
	}

	#changed(room: Room): void {
		const usable = room.state === 'open' || room.state === 'loading';
		const { SNAPSHOT_AFTER } = this.#host.limits;
		if (!usable || room.isIdle) {
			if (this.#rooms.get(room.documentId) !== room) return;
			this.#rooms.delete(room.documentId);
			this.#catchUpsBefore += room.catchUps;
			this.#unfollow.get(room.documentId)?.();
			this.#unfollow.delete(room.documentId);
			room.dispose();
			if (usable && room.sinceSnapshot > SNAPSHOT_AFTER) this.#compactor.request(room.documentId);
		} else if (room.sinceSnapshot > SNAPSHOT_AFTER * SNAPSHOT_WHILE_OPEN) {
			room.sinceSnapshot = 0;
			this.#compactor.request(room.documentId);
		}
	}

	#snapshotWritten(documentId: string, seq: number): void {
		const room = this.#rooms.get(documentId);
		if (room) room.sinceSnapshot = Math.max(0, room.seq - seq);
	}
}
