import { Acknowledgements, type Sender } from './acknowledgements.ts';
import type { Commit, CommitQueue } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import { mergeAll, type DocumentBytes } from './document-bytes.ts';
import { DocumentIndex } from './document-index.ts';
import { encodeUpdate } from './messages.ts';
import type { DocumentLog, OpenedDocument } from './ports/document-log.ts';
import type { Logger } from './ports/logger.ts';
import type { CommittedEvent } from './ports/server.ts';
import { RoomOrder, type Arrival } from './room-order.ts';
import { UnshownUpdates, without, type Unshown } from './unshown.ts';
import type { Verdict } from './update-guard.ts';

/** What only this process knows of an update it had stored. */
type Own = { unshown: Unshown; sender: Sender | null; author: Connection | null };
type Settled = { resolve(seq: number): void; reject(error: Error): void };

export type RoomCommitsHost = {
	readonly log: DocumentLog;
	readonly queue: CommitQueue;
	readonly logger: Logger;
};

export type CommitsParts = {
	documentId: string;
	host: RoomCommitsHost;
	bytes: DocumentBytes;
	/** Who is shown what is durable. */
	connections: Iterable<Connection>;
	/** False before the document is there, and once it can no longer be used. */
	isOpen: () => boolean;
	/** Something was added to the bytes. */
	stored: () => void;
	/** An update is durable, and shown to everybody here. */
	shown: (event: CommittedEvent & { bytes: Uint8Array }) => void;
	/** A commit failed, or its outcome is unknown: what is in memory may not be what is stored. */
	failed: (reason: string) => void;
};

/**
 * What a document holds, and what becomes of an update judged good: committed, then shown to the others in the order of the log (DUR-1,
 * DUR-9), then told to its author.
 */
export class RoomCommits {
	readonly #parts: CommitsParts;
	readonly #order: RoomOrder<Own>;
	readonly #unshown = new UnshownUpdates();
	readonly #acknowledgements = new Acknowledgements();
	/** Who waits for an accepted update, by that update. */
	readonly #waiting = new Map<Unshown, Settled[]>();
	#index = new DocumentIndex();

	constructor(parts: CommitsParts) {
		this.#parts = parts;
		const { log, logger } = parts.host;
		this.#order = new RoomOrder({
			documentId: parts.documentId,
			log,
			logger,
			show: (arrival) => this.#show(arrival),
			isOnItsWay: (row) => this.#unshown.isOnItsWay(row),
		});
	}

	/** What the document holds, with what was accepted and is not shown yet. */
	get index(): DocumentIndex {
		return this.#index;
	}

	/** Number of the last update shown. */
	get seq(): number {
		return this.#order.seq;
	}

	/** How many times the log was read again after the opening. */
	get catchUps(): number {
		return this.#order.catchUps;
	}

	/** Whether an accepted update waits for the log, or for its turn. */
	get isWaiting(): boolean {
		return this.#unshown.length > 0;
	}

	/** Takes in the document as stored. Throws, and changes nothing, when it cannot be read. */
	load(opened: OpenedDocument): void {
		const index = new DocumentIndex(opened.clients);
		const parts = opened.snapshot ? [opened.snapshot, ...opened.updates] : opened.updates;
		const fresh = parts.flatMap((part) => cutToNew(part, index.load(part).repeated) ?? []);
		if (fresh.length > 0) this.#parts.bytes.replace(mergeAll(fresh));
		this.#index = index;
	}

	/** Begins to show, after the last update of the opened document. */
	start(seq: number): void {
		this.#order.start(seq);
	}

	/** Another process says that it has committed. */
	hinted(hint: { seq: number; bytes: Uint8Array | null; accountId: string | null }): void {
		this.#order.hinted(hint, this.#parts.isOpen());
	}

	/** Resolves once everything that was durable when it was called is shown, or could not be read. */
	async refresh(): Promise<void> {
		if (this.#parts.isOpen()) await this.#order.refresh();
	}

	/** An update brought nothing new: its author is told once what it repeats is durable (SAVED-3). */
	known(sender: Sender): void {
		this.#acknowledgements.known(sender);
	}

	/**
	 * Resolves with the number of the last update shown, once all that was accepted is durable and shown: what repeats it is stored as well
	 * (SAVED-3). Rejects when it was not stored.
	 */
	durable(): Promise<number> {
		const { last } = this.#unshown;
		if (last === undefined) return Promise.resolve(this.seq);
		return new Promise((resolve, reject) => {
			this.#waiting.set(last, [...(this.#waiting.get(last) ?? []), { resolve, reject }]);
		});
	}

	/** Queues an update judged good; `frame` is what the others get once it is durable. */
	accept(accepted: {
		verdict: Verdict & { kind: 'new' };
		account: string | null;
		frame: Uint8Array;
		sender: Sender | null;
		/** Who has it already. */
		author: Connection | null;
		settled?: Settled;
	}): void {
		const { verdict, account, frame, sender, author, settled } = accepted;
		const { bytes, effect, clientId } = verdict;
		this.#index.apply(effect, account);
		this.#acknowledgements.accepted();
		const unshown: Unshown = { bytes, frame, account, added: effect.added, committed: false };
		this.#unshown.push(unshown);
		const commit: Commit = {
			entry: {
				documentId: this.#parts.documentId,
				bytes,
				accountId: account,
				clientId,
				newClients: effect.newClients,
			},
			committed: (seq) => {
				settled?.resolve(seq);
				unshown.committed = true;
				if (this.#parts.isOpen())
					this.#order.committed({ seq, bytes, accountId: account, own: { unshown, sender, author } });
			},
			failed: (reason) => {
				settled?.reject(new Error(`update not stored: ${reason}`));
				this.#parts.failed(reason);
			},
		};
		this.#parts.host.queue.push(commit);
	}

	/** Resolves with the number of an accepted update once it is durable. */
	store(
		verdict: Verdict & { kind: 'new' },
		account: string | null,
		author: Connection | null,
	): Promise<number> {
		return new Promise((resolve, reject) => {
			const frame = encodeUpdate(verdict.bytes);
			this.accept({ verdict, account, frame, sender: null, author, settled: { resolve, reject } });
		});
	}

	/** What waits is forgotten: the next opening reads the log (DUR-4). */
	forget(): void {
		this.#unshown.clear();
		for (const { reject } of [...this.#waiting.values()].flat())
			reject(new Error('update not stored: room dropped'));
		this.#waiting.clear();
	}

	/** The update is durable and its turn has come: only now may anybody else know of it. */
	#show(arrival: Arrival<Own>): void {
		if (!this.#parts.isOpen()) return;
		const { own, accountId, seq, bytes } = arrival;
		if (own) this.#showOwn(own);
		else this.#showForeign(arrival);
		const { documentId } = this.#parts;
		this.#parts.shown({ documentId, seq, accountId, bytes, isOwn: own !== null });
	}

	#showOwn({ unshown, sender, author }: Own): void {
		this.#unshown.remove(unshown);
		this.#spread(unshown.bytes, unshown.frame, author);
		this.#acknowledgements.settled(sender);
		for (const { resolve } of this.#waiting.get(unshown) ?? []) resolve(this.seq);
		this.#waiting.delete(unshown);
	}

	/** Stored by another process, and judged there: of what was shown before, nothing is shown twice (NEAR-3). */
	#showForeign({ bytes, accountId }: Arrival<Own>): void {
		const { ranges, repeated } = this.#index.load(bytes, (client, known) =>
			this.#unshown.shownClock(client, known),
		);
		this.#index.bind(
			ranges.map(({ client }) => client),
			accountId,
		);
		const fresh = cutToNew(bytes, repeated);
		if (fresh !== null) this.#spread(fresh, encodeUpdate(fresh), null);
	}

	#spread(bytes: Uint8Array, frame: Uint8Array, author: Connection | null): void {
		const { bytes: held, connections, stored } = this.#parts;
		held.add(bytes);
		stored();
		for (const connection of connections) if (connection !== author) connection.send(frame);
	}
}

/** A stored update without what was shown before it; null when that is all of it. */
function cutToNew(bytes: Uint8Array, repeated: Map<number, number>): Uint8Array | null {
	return repeated.size === 0 ? bytes : without(bytes, repeated);
}
