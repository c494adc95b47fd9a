import { CLOSE, type CloseCode } from '#lib/collaboration/close-codes.ts';
import { encodeAccess } from '#lib/collaboration/protocol.ts';
import { Acknowledgements, type Sender } from './acknowledgements.ts';
import type { Commit, CommitQueue } from './commit-queue.ts';
import { nameOf } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import { DocumentBytes, mergeAll } from './document-bytes.ts';
import { DocumentIndex } from './document-index.ts';
import type { Limits } from './limits.ts';
import { BadFrame, encodeStep1, encodeUpdate, readFrame, type ClientMessage } from './messages.ts';
import type { Clock, CommittedEvent, DocumentLog, Folder, Logger, Quarantine } from './ports.ts';
import { RoomGrowth } from './room-growth.ts';
import { RoomOrder, type Arrival } from './room-order.ts';
import { RoomPresence } from './room-presence.ts';
import { RoomQuarantine } from './room-quarantine.ts';
import { UnshownUpdates, without, type Unshown } from './unshown.ts';
import { decodeUpdate } from './update-content.ts';
import { deletionsIn, judgeUpdate, withoutDeletions, type Verdict } from './update-guard.ts';

/** Answering a state vector may encode the whole document: it costs as much of the allowance as this many updates. */
const STEP1_COST = 10;

export type RoomState = 'loading' | 'open' | 'gone' | 'failed';

export type RoomHost = {
	readonly log: DocumentLog;
	readonly folder: Folder;
	/** Null: nothing is set aside. */
	readonly quarantine: Quarantine | null;
	readonly queue: CommitQueue;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly limits: Limits;
	readonly schemaVersion: number;
	/** Whether other processes may write to the same log. */
	readonly isShared: boolean;
	/** An update is durable and shown here; `bytes` as stored. */
	readonly onCommitted: (event: CommittedEvent & { bytes: Uint8Array }) => void;
	/** Presence that the other processes should know. */
	readonly onPresence: (documentId: string, message: Uint8Array) => void;
	refused(reason: string): void;
	/** The room may be empty now, or can no longer be used. */
	changed(room: Room): void;
};

/** What only this process knows of an update it had stored. */
type Own = { unshown: Unshown; sender: Sender | null; author: Connection | null };
type Settled = { resolve(seq: number): void; reject(error: Error): void };

/**
 * One open document: judges updates, has them committed, and only then shows them. Holds no document
 * object: bytes, an index and the people.
 */
export class Room {
	readonly documentId: string;
	readonly ready: Promise<RoomState>;
	readonly connections = new Set<Connection>();
	readonly presence: RoomPresence;
	state: RoomState = 'loading';
	/** Updates since the last snapshot. */
	sinceSnapshot = 0;
	/** Commands of the server that need the room to stay. */
	holds = 0;
	readonly #host: RoomHost;
	readonly #bytes = new DocumentBytes();
	readonly #order: RoomOrder<Own>;
	readonly #unshown = new UnshownUpdates();
	readonly #acknowledgements = new Acknowledgements();
	readonly #growth: RoomGrowth;
	readonly #quarantine: RoomQuarantine;
	#index = new DocumentIndex();

	constructor(documentId: string, host: RoomHost) {
		this.documentId = documentId;
		this.#host = host;
		this.presence = new RoomPresence({
			clock: host.clock,
			limits: host.limits,
			connections: this.connections,
			isOthers: (client, accountId) => this.#isOthers(client, accountId),
			publish: (message) => host.onPresence(documentId, message),
		});
		this.#quarantine = new RoomQuarantine({ documentId, host, connections: this.connections });
		this.#growth = new RoomGrowth({
			documentId,
			bytes: this.#bytes,
			index: () => this.#index,
			connections: this.connections,
			host,
		});
		this.#order = new RoomOrder({
			documentId,
			log: host.log,
			logger: host.logger,
			show: (arrival) => this.#show(arrival),
			isOnItsWay: (row) => this.#unshown.isOnItsWay(row),
		});
		this.ready = this.#load();
	}

	/** True when nothing needs the room in memory. */
	get isIdle(): boolean {
		const inUse = this.connections.size > 0 || this.holds > 0 || this.#unshown.length > 0;
		return !inUse && this.state !== 'loading';
	}

	/** Number of the last update shown. */
	get seq(): number {
		return this.#order.seq;
	}

	/** How many times the log was read again after the opening. */
	get catchUps(): number {
		return this.#order.catchUps;
	}

	/** Another process says that it has committed. */
	hinted(hint: { seq: number; bytes: Uint8Array | null; accountId: string | null }): void {
		this.#order.hinted(hint, this.state === 'open');
	}

	/** Resolves once everything that was durable when it was called is shown, or could not be read. */
	async refresh(): Promise<void> {
		if (this.state === 'open') await this.#order.refresh();
	}

	/** The document no longer exists. */
	vanish(): void {
		this.#fail('document-gone');
	}

	async #load(): Promise<RoomState> {
		try {
			const opened = await this.#host.log.open(this.documentId);
			if (!opened) return this.#become('gone');
			const index = new DocumentIndex(opened.clients);
			const parts = opened.snapshot ? [opened.snapshot, ...opened.updates] : opened.updates;
			const fresh = parts.flatMap((part) => cutToNew(part, index.load(part).repeated) ?? []);
			if (fresh.length > 0) this.#bytes.replace(mergeAll(fresh));
			this.#index = index;
			this.sinceSnapshot = opened.seq - opened.snapshotSeq;
			this.#become('open');
			this.#order.start(opened.seq);
			return this.state;
		} catch (error) {
			this.#host.logger.error('collaboration.load-failed', {
				documentId: this.documentId,
				error: nameOf(error),
			});
			return this.#become('failed');
		}
	}

	#become(state: RoomState): RoomState {
		this.state = state;
		return state;
	}

	/** Lets an authorized connection in: it is asked for what it has, told who is here, and what it sent meanwhile is read. */
	join(connection: Connection): void {
		this.connections.add(connection);
		this.#quarantine.entered(connection, this.#index.tree.blocks);
		// Before it is told that it is too old: once it knows, it leaves with what it has.
		if (this.#quarantine.takesFrom(connection)) connection.send(encodeStep1(this.#index.stateVector));
		if (connection.isPage) {
			connection.send(
				encodeAccess({
					access: connection.access,
					reason: connection.schemaReason,
					currentSchema: this.#host.schemaVersion,
				}),
			);
		}
		if (connection.access === 'write') connection.send(encodeStep1(this.#index.stateVector));
		this.#growth.tell(connection);
		const people = this.presence.everyone(connection);
		if (people) connection.send(people);
		connection.enter();
	}

	leave(connection: Connection): void {
		if (!this.connections.delete(connection)) return;
		this.presence.leave(connection);
		this.#host.changed(this);
	}

	/** Reads one frame. Whatever is wrong with it ends that connection alone. */
	receive(connection: Connection, frame: Uint8Array): void {
		try {
			const message = readFrame(frame);
			if (connection.access === 'write') this.#handle(connection, message, frame);
			else this.#handleReader(connection, message);
		} catch (error) {
			if (!(error instanceof BadFrame)) {
				this.#host.logger.error('collaboration.frame-failed', {
					documentId: this.documentId,
					error: nameOf(error),
				});
			}
			this.#host.refused(error instanceof BadFrame ? error.message : 'failed');
			connection.close(CLOSE.badFrame);
		}
	}

	/** The whole of what a reader can do: ask for the document, show itself, ask who is here. */
	#handleReader(connection: Connection, message: ClientMessage): void {
		if (message.kind === 'step1') this.#answer(connection, message.stateVector);
		else if (message.kind === 'presence') this.presence.show(connection, message.bytes);
		else if (message.kind === 'query-presence') this.#tellPeople(connection);
		else {
			// It counts as a message that is not durable: over HTTP its sender is answered.
			if (message.kind === 'update') connection.saved.hole(connection.saved.next());
			if (message.kind === 'update' && this.#quarantine.takesFrom(connection))
				this.#setAside(connection, message.bytes);
			else if (connection.spend(1)) this.#host.refused('read-only');
		}
	}

	/** What an older page has is kept for its author, to be merged by a page of today. */
	#setAside(connection: Connection, bytes: Uint8Array): void {
		const account = connection.grant?.accountId;
		if (account === undefined || !connection.spend(this.#costOf(bytes))) return;
		const verdict = this.#judge(bytes, account);
		if (verdict.kind === 'forged') throw new BadFrame('client id of someone else');
		if (verdict.kind === 'known') return this.#quarantine.nothingNew(connection);
		this.#whileHeld(this.#quarantine.keep(connection, bytes, 'schema-older'));
	}

	/** Keeps the room in memory until something is done. */
	#whileHeld(work: Promise<unknown>): void {
		this.holds += 1;
		void work.finally(() => {
			this.holds -= 1;
			this.#host.changed(this);
		});
	}

	#costOf(bytes: Uint8Array): number {
		return 1 + Math.floor(bytes.length / this.#host.limits.UPDATE_TOKEN_BYTES);
	}

	#handle(connection: Connection, message: ClientMessage, frame: Uint8Array): void {
		if (message.kind === 'update') {
			if (connection.spend(this.#costOf(message.bytes))) this.#update(connection, message, frame);
		} else if (message.kind === 'ignored') {
			if (connection.spend(1)) this.#host.refused('unknown-type');
		} else this.#handleReader(connection, message);
	}

	#answer(connection: Connection, stateVector: Uint8Array): void {
		if (connection.spend(STEP1_COST)) connection.send(this.#bytes.answerTo(stateVector));
	}

	#tellPeople(connection: Connection): void {
		const people = connection.spend(1) ? this.presence.everyone(connection) : null;
		if (people) connection.send(people);
	}

	#update(connection: Connection, message: ClientMessage & { kind: 'update' }, frame: Uint8Array): void {
		const account = connection.grant?.accountId;
		if (account === undefined || this.state !== 'open') return;
		const sender: Sender = { connection, number: connection.saved.next(), step2: message.step2 };
		const verdict = this.#judge(message.bytes, account);
		if (verdict.kind === 'gap') {
			if (connection.heldBackAt !== null) return this.#holdBack(sender, message.bytes);
			return this.#askAgain(sender);
		}
		if (verdict.kind === 'forged') {
			this.#host.logger.warn('collaboration.forged-client', {
				documentId: this.documentId,
				accountId: account,
			});
			throw new BadFrame('client id of someone else');
		}
		if (message.step2) connection.awaitsResync = false;
		if (verdict.kind === 'known') return this.#acknowledgeKnown(sender);
		if (this.#holdsRemoval(connection, verdict)) return this.#holdRemoval(sender, message.bytes);
		if (!this.#growth.allows(verdict.effect, verdict.bytes.length))
			return this.#holdBack(sender, message.bytes);
		if (this.#host.queue.isFull) return this.#refuse(connection, 'log-stuck', CLOSE.internal);
		connection.resyncs = 0;
		connection.saved.wait(sender.number);
		const asReceived = !verdict.trimmed && !message.step2;
		this.#accept({
			verdict,
			account,
			frame: asReceived ? frame : encodeUpdate(verdict.bytes),
			sender,
			author: connection,
		});
		if (message.step2) this.#growth.accepted(connection);
	}

	#holdsRemoval(connection: Connection, { effect }: Verdict & { kind: 'new' }): boolean {
		if (effect.deleted.length === 0) return false;
		const { blocks } = this.#index.tree.count(effect.deleted);
		const isOfOthers = effect.deleted.some(({ client, from }) => from < this.#index.clock(client));
		return this.#quarantine.holdsRemoval(connection, { blocks, isOfOthers });
	}

	/** What an update adds is stored, what it deletes of the document is set aside; its author hears of it once both are durable. */
	#holdRemoval(sender: Sender, bytes: Uint8Array): void {
		const { connection, number, step2 } = sender;
		const account = connection.grant?.accountId ?? null;
		this.#host.refused('mass-removal');
		const update = decodeUpdate(bytes, this.#host.limits);
		const removal = deletionsIn(update, this.#index);
		const verdict = this.#judge(withoutDeletions(bytes, update, this.#index), account);
		const fits = verdict.kind !== 'new' || this.#growth.allows(verdict.effect, verdict.bytes.length);
		connection.saved[fits ? 'wait' : 'hole'](number);
		if (!fits) this.#growth.holdBack(connection);
		const kept = removal === null ? true : this.#quarantine.keep(connection, removal, 'mass-removal');
		const stored = fits && verdict.kind === 'new' ? this.#store(verdict, account, connection) : 0;
		const both = Promise.all([kept, stored]).then(([isKept]) => {
			if (!isKept || !fits) return;
			connection.saved.durable(number, step2);
			connection.tellSaved();
		});
		// A commit that failed has closed everybody already.
		this.#whileHeld(both.catch(() => undefined));
	}

	/** Resolves with the number of an accepted update once it is durable. */
	#store(
		verdict: Verdict & { kind: 'new' },
		account: string | null,
		author: Connection | null,
	): Promise<number> {
		return new Promise((resolve, reject) => {
			const frame = encodeUpdate(verdict.bytes);
			this.#accept({ verdict, account, frame, sender: null, author, settled: { resolve, reject } });
		});
	}

	/**
	 * There is no room for what an update adds: only what it deletes is taken. A page keeps the rest, says so, and is asked again once
	 * there may be room; a program is closed.
	 */
	#holdBack(sender: Sender, bytes: Uint8Array): void {
		const { connection, number } = sender;
		const account = connection.grant?.accountId ?? null;
		this.#host.refused('document-full');
		const deletions = deletionsIn(decodeUpdate(bytes, this.#host.limits), this.#index);
		const verdict = deletions && this.#judge(deletions, account);
		if (verdict?.kind === 'new' && !this.#holdsRemoval(connection, verdict))
			void this.#store(verdict, account, connection).catch(() => undefined);
		if (!connection.isPage) return connection.close(CLOSE.documentFull);
		connection.saved.hole(number);
		this.#growth.holdBack(connection);
	}

	/** Once a second. */
	tick(): void {
		if (this.state === 'open')
			this.#growth.tick((connection) => connection.send(encodeStep1(this.#index.stateVector)));
	}

	#judge(bytes: Uint8Array, account: string | null): Verdict {
		const update = decodeUpdate(bytes, this.#host.limits);
		const author = { account, reservedBy: (client: number) => this.presence.reservedBy(client) };
		return judgeUpdate({ bytes, update, index: this.#index, author, limits: this.#host.limits });
	}

	#askAgain(sender: Sender): void {
		const { connection } = sender;
		connection.saved.hole(sender.number);
		this.#host.refused('gap');
		if (connection.awaitsResync && !sender.step2) return;
		connection.awaitsResync = true;
		connection.resyncs += 1;
		if (connection.resyncs > this.#host.limits.RESYNCS) return connection.close(CLOSE.badFrame);
		// What is missing may be in the log already, put there by another process.
		if (this.#host.isShared)
			void this.refresh().then(() => connection.send(encodeStep1(this.#index.stateVector)));
		else connection.send(encodeStep1(this.#index.stateVector));
	}

	#acknowledgeKnown(sender: Sender): void {
		this.#host.refused('known');
		this.#acknowledgements.known(sender);
	}

	#refuse(connection: Connection, reason: string, code: CloseCode): void {
		this.#host.refused(reason);
		connection.close(code);
	}

	#accept(accepted: {
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
				documentId: this.documentId,
				bytes,
				accountId: account,
				clientId,
				newClients: effect.newClients,
			},
			committed: (seq) => {
				settled?.resolve(seq);
				unshown.committed = true;
				if (this.state === 'open')
					this.#order.committed({ seq, bytes, accountId: account, own: { unshown, sender, author } });
			},
			failed: (reason) => {
				settled?.reject(new Error(`update not stored: ${reason}`));
				this.#fail(reason);
			},
		};
		this.#host.queue.push(commit);
	}

	/** The update is durable and its turn has come: only now may anybody else know of it. */
	#show(arrival: Arrival<Own>): void {
		if (this.state !== 'open') return;
		this.sinceSnapshot += 1;
		const { own, accountId } = arrival;
		if (own) this.#showOwn(own);
		else this.#showForeign(arrival);
		const { seq, bytes } = arrival;
		this.#host.onCommitted({ documentId: this.documentId, seq, accountId, bytes, isOwn: own !== null });
		this.#host.changed(this);
	}

	#showOwn({ unshown, sender, author }: Own): void {
		this.#unshown.remove(unshown);
		this.#spread(unshown.bytes, unshown.frame, author);
		this.#acknowledgements.settled(sender);
	}

	/** Stored by another process, and judged there: of what was shown before, nothing is shown twice. */
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
		this.#bytes.add(bytes);
		this.#growth.stored();
		for (const connection of this.connections) if (connection !== author) connection.send(frame);
	}

	/** What is in memory may not be what is stored: forget it, and let everybody come back to a fresh load. */
	#fail(reason: string): void {
		this.#unshown.clear();
		if (this.state !== 'open') return;
		this.state = reason === 'document-gone' ? 'gone' : 'failed';
		this.#host.logger.warn('collaboration.room-dropped', { documentId: this.documentId, reason });
		this.#host.queue.drop(this.documentId);
		const code = this.state === 'gone' ? CLOSE.notFound : CLOSE.internal;
		for (const connection of [...this.connections]) connection.close(code);
		this.#host.changed(this);
	}

	/** Appends an update made by the server itself; the same judgement, the same path. */
	appendFromServer(update: Uint8Array, account: string | null): Promise<number> {
		const verdict = this.#judge(update, account);
		if (verdict.kind === 'known') return Promise.resolve(this.seq);
		if (verdict.kind !== 'new') return Promise.reject(new Error(`update refused: ${verdict.kind}`));
		if (!this.#growth.allows(verdict.effect, verdict.bytes.length))
			return Promise.reject(new Error('update refused: document full'));
		return this.#store(verdict, account, null);
	}

	/** Client ids bound to another account cannot be shown under one's own name. */
	#isOthers(client: number, accountId: string): boolean {
		const owner = this.#index.owner(client);
		return owner !== undefined && owner !== accountId;
	}

	/** Stops what the room has under way; it is leaving memory. */
	dispose(): void {
		this.presence.dispose();
	}
}

/** A stored update without what was shown before it; null when that is all of it. */
function cutToNew(bytes: Uint8Array, repeated: Map<number, number>): Uint8Array | null {
	return repeated.size === 0 ? bytes : without(bytes, repeated);
}
