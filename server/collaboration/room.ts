import { CLOSE, type CloseCode } from '#lib/collaboration/close-codes.ts';
import { encodeAccess } from '#lib/collaboration/protocol.ts';
import type { Commit, CommitQueue } from './commit-queue.ts';
import { nameOf } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import { DocumentBytes, mergeAll } from './document-bytes.ts';
import { DocumentIndex } from './document-index.ts';
import { foldNow } from './fold.ts';
import type { Limits } from './limits.ts';
import { BadFrame, encodeStep1, encodeUpdate, readFrame, type ClientMessage } from './messages.ts';
import type { Clock, CommittedEvent, DocumentLog, Logger } from './ports.ts';
import { RoomPresence } from './room-presence.ts';
import { decodeUpdate } from './update-content.ts';
import { judgeUpdate, type Verdict } from './update-guard.ts';

/** Answering a state vector may encode the whole document: it costs as much of the allowance as this many updates. */
const STEP1_COST = 10;

/** How often at most a document near its bound is folded to learn its true size. */
const MEASURE_EVERY_MS = 10_000;

export type RoomState = 'loading' | 'open' | 'gone' | 'failed';

export type RoomHost = {
	readonly log: DocumentLog;
	readonly queue: CommitQueue;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly limits: Limits;
	readonly schemaVersion: number;
	readonly onCommitted: (event: CommittedEvent) => void;
	refused(reason: string): void;
	/** The room may be empty now, or can no longer be used. */
	changed(room: Room): void;
};

/** What a sender hears of an update: nothing is said before it is durable. */
type Sender = { connection: Connection; number: number; step2: boolean };

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
	#index = new DocumentIndex();
	#seq = 0;
	#pending = 0;
	/** Senders of updates that were known already, waiting for what was accepted before them. */
	#echoes: { after: number; sender: Sender }[] = [];
	#accepted = 0;
	#settled = 0;
	#measuredAt = -Infinity;

	constructor(documentId: string, host: RoomHost) {
		this.documentId = documentId;
		this.#host = host;
		this.presence = new RoomPresence({
			clock: host.clock,
			limits: host.limits,
			connections: this.connections,
			isOthers: (client, accountId) => this.#isOthers(client, accountId),
		});
		this.ready = this.#load();
	}

	/** True when nothing needs the room in memory. */
	get isIdle(): boolean {
		return this.connections.size === 0 && this.holds === 0 && this.#pending === 0 && this.state !== 'loading';
	}

	get seq(): number {
		return this.#seq;
	}

	async #load(): Promise<RoomState> {
		try {
			const opened = await this.#host.log.open(this.documentId);
			if (!opened) return this.#become('gone');
			const index = new DocumentIndex(opened.clients);
			const parts = opened.snapshot ? [opened.snapshot, ...opened.updates] : opened.updates;
			for (const part of parts) index.load(part);
			if (parts.length > 0) this.#bytes.replace(mergeAll(parts));
			this.#index = index;
			this.#seq = opened.seq;
			this.sinceSnapshot = opened.seq - opened.snapshotSeq;
			return this.#become('open');
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
		else if (connection.spend(1)) this.#host.refused('read-only');
	}

	#handle(connection: Connection, message: ClientMessage, frame: Uint8Array): void {
		if (message.kind === 'update') {
			if (connection.spend(1)) this.#update(connection, message, frame);
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
		if (verdict.kind === 'gap') return this.#askAgain(sender);
		if (verdict.kind === 'forged') {
			this.#host.logger.warn('collaboration.forged-client', {
				documentId: this.documentId,
				accountId: account,
			});
			throw new BadFrame('client id of someone else');
		}
		if (message.step2) connection.awaitsResync = false;
		if (verdict.kind === 'known') return this.#acknowledgeKnown(sender);
		if (!this.#hasRoomFor(verdict)) return this.#refuse(connection, 'document-full', CLOSE.documentFull);
		if (this.#host.queue.isFull) return this.#refuse(connection, 'log-stuck', CLOSE.internal);
		connection.resyncs = 0;
		connection.saved.wait(sender.number);
		const asReceived = !verdict.trimmed && !message.step2;
		this.#accept({ verdict, account, frame: asReceived ? frame : encodeUpdate(verdict.bytes), sender });
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
		if (connection.resyncs > this.#host.limits.RESYNCS) connection.close(CLOSE.badFrame);
		else connection.send(encodeStep1(this.#index.stateVector));
	}

	#acknowledgeKnown(sender: Sender): void {
		this.#host.refused('known');
		if (this.#pending === 0) return this.#tellSender(sender);
		// What it repeats may still be on its way to the log.
		sender.connection.saved.wait(sender.number);
		this.#echoes.push({ after: this.#accepted, sender });
	}

	#tellSender({ connection, number, step2 }: Sender): void {
		connection.saved.durable(number, step2);
		connection.tellSaved();
	}

	#refuse(connection: Connection, reason: string, code: CloseCode): void {
		this.#host.refused(reason);
		connection.close(code);
	}

	/** Deletions always pass; growth only below the bound. The sum of the pieces is folded before it is believed. */
	#hasRoomFor(verdict: Verdict & { kind: 'new' }): boolean {
		const limit = this.#host.limits.DOCUMENT_BYTES;
		if (verdict.effect.added.length === 0 || this.#bytes.size + verdict.bytes.length <= limit) return true;
		const now = this.#host.clock.now();
		if (Math.abs(now - this.#measuredAt) < MEASURE_EVERY_MS) return false;
		this.#measuredAt = now;
		this.#bytes.replace(foldNow(this.#bytes.full()));
		return this.#bytes.size + verdict.bytes.length <= limit;
	}

	#accept(accepted: {
		verdict: Verdict & { kind: 'new' };
		account: string | null;
		frame: Uint8Array;
		sender: Sender | null;
		settled?: { resolve(seq: number): void; reject(error: Error): void };
	}): void {
		const { verdict, account, frame, sender, settled } = accepted;
		this.#index.apply(verdict.effect, account);
		this.#pending += 1;
		this.#accepted += 1;
		const commit: Commit = {
			entry: {
				documentId: this.documentId,
				bytes: verdict.bytes,
				accountId: account,
				clientId: verdict.clientId,
				newClients: verdict.effect.newClients,
			},
			committed: (seq) => {
				this.#show({ seq, bytes: verdict.bytes, frame, account, sender });
				settled?.resolve(seq);
			},
			failed: (reason) => {
				settled?.reject(new Error(`update not stored: ${reason}`));
				this.#fail(reason);
			},
		};
		this.#host.queue.push(commit);
	}

	/** The update is durable: only now may anybody else know of it. */
	#show(shown: {
		seq: number;
		bytes: Uint8Array;
		frame: Uint8Array;
		account: string | null;
		sender: Sender | null;
	}): void {
		if (this.state !== 'open') return;
		this.#pending -= 1;
		this.#settled += 1;
		if (shown.seq !== this.#seq + 1) return this.#fail('log-ahead');
		this.#seq = shown.seq;
		this.sinceSnapshot += 1;
		this.#bytes.add(shown.bytes);
		for (const connection of this.connections) {
			if (connection !== shown.sender?.connection) connection.send(shown.frame);
		}
		if (shown.sender) this.#tellSender(shown.sender);
		while (this.#echoes[0] && this.#echoes[0].after <= this.#settled) {
			const echo = this.#echoes.shift();
			if (echo) this.#tellSender(echo.sender);
		}
		this.#host.onCommitted({ documentId: this.documentId, seq: shown.seq, accountId: shown.account });
		this.#host.changed(this);
	}

	/** What is in memory may not be what is stored: forget it, and let everybody come back to a fresh load. */
	#fail(reason: string): void {
		this.#pending = 0;
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
		if (verdict.kind === 'known') return Promise.resolve(this.#seq);
		if (verdict.kind !== 'new') return Promise.reject(new Error(`update refused: ${verdict.kind}`));
		if (!this.#hasRoomFor(verdict)) return Promise.reject(new Error('update refused: document full'));
		return new Promise((resolve, reject) => {
			const frame = encodeUpdate(verdict.bytes);
			this.#accept({ verdict, account, frame, sender: null, settled: { resolve, reject } });
		});
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
