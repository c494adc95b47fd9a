import { CLOSE, type CloseCode } from '#lib/collaboration/close-codes.ts';
import type { Sender } from './acknowledgements.ts';
import type { CommitQueue } from './commit-queue.ts';
import { nameOf } from './error-name.ts';
import type { Connection } from './connection.ts';
import type { DocumentBytes } from './document-bytes.ts';
import type { Limits } from './limits.ts';
import { BadFrame, encodeStep1, encodeUpdate, readFrame, type ClientMessage } from './messages.ts';
import type { Logger } from './ports/logger.ts';
import type { RoomCommits } from './room-commits.ts';
import type { RoomGrowth } from './room-growth.ts';
import type { RoomPresence } from './room-presence.ts';
import type { RoomQuarantine } from './room-quarantine.ts';
import { decodeUpdate } from './update-content.ts';
import { deletionsIn, judgeUpdate, withoutDeletions, type Author, type Verdict } from './update-guard.ts';

/** What their root `content` holds is nobody's but their writers': the plan has none, and programs share whatever they like in a free note. */
const RELAYED: readonly string[] = ['plan', 'note'];

/** Answering a state vector may encode the whole document: it costs as much of the allowance as this many updates. */
const STEP1_COST = 10;

export type RoomIntakeHost = {
	readonly queue: Pick<CommitQueue, 'isFull'>;
	readonly logger: Logger;
	readonly limits: Limits;
	/** Whether other processes may write to the same log. */
	readonly isShared: boolean;
	refused(reason: string): void;
};

export type IntakeParts = {
	documentId: string;
	host: RoomIntakeHost;
	bytes: DocumentBytes;
	commits: RoomCommits;
	growth: RoomGrowth;
	quarantine: RoomQuarantine;
	presence: RoomPresence;
	/** False before the document is there, and once it can no longer be used. */
	isOpen: () => boolean;
	/** Keeps the room in memory until something is done. */
	whileHeld: (work: Promise<unknown>) => void;
};

/** What becomes of each frame that comes to a room: answered, refused, asked for again, held back, set aside, or accepted. */
export class RoomIntake {
	readonly #parts: IntakeParts;
	readonly #host: RoomIntakeHost;
	readonly #presence: RoomPresence;
	readonly #commits: RoomCommits;
	readonly #growth: RoomGrowth;
	readonly #quarantine: RoomQuarantine;

	constructor(parts: IntakeParts) {
		this.#parts = parts;
		this.#host = parts.host;
		this.#presence = parts.presence;
		this.#commits = parts.commits;
		this.#growth = parts.growth;
		this.#quarantine = parts.quarantine;
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
					documentId: this.#parts.documentId,
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
		else if (message.kind === 'presence') this.#presence.show(connection, message.bytes);
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
		const verdict = this.#judge(bytes, connection);
		if (verdict.kind === 'forged') throw new BadFrame('client id of someone else');
		if (verdict.kind === 'known') return this.#quarantine.nothingNew(connection);
		this.#parts.whileHeld(this.#quarantine.keep(connection, bytes, 'schema-older'));
	}

	#costOf(bytes: Uint8Array): number {
		return 1 + Math.floor(bytes.length / this.#host.limits.UPDATE_TOKEN_BYTES);
	}

	#handle(connection: Connection, message: ClientMessage, frame: Uint8Array): void {
		if (message.kind === 'update') {
			// Who comes back sends in one what the document lacks.
			if (connection.spend(this.#costOf(message.bytes), CLOSE.tooFast))
				this.#update(connection, message, frame);
		} else if (message.kind === 'ignored') {
			if (connection.spend(1)) this.#host.refused('unknown-type');
		} else this.#handleReader(connection, message);
	}

	#answer(connection: Connection, stateVector: Uint8Array): void {
		if (connection.spend(STEP1_COST)) connection.send(this.#parts.bytes.answerTo(stateVector));
	}

	#tellPeople(connection: Connection): void {
		const people = connection.spend(1) ? this.#presence.everyone(connection) : null;
		if (people) connection.send(people);
	}

	#update(connection: Connection, message: ClientMessage & { kind: 'update' }, frame: Uint8Array): void {
		const account = connection.grant?.accountId;
		if (account === undefined || !this.#parts.isOpen()) return;
		const sender: Sender = { connection, number: connection.saved.next(), step2: message.step2 };
		const verdict = this.#judge(message.bytes, connection);
		if (verdict.kind === 'gap') {
			if (connection.heldBackAt !== null) return this.#holdBack(sender, message.bytes);
			return this.#askAgain(sender);
		}
		if (verdict.kind === 'forged') {
			this.#host.logger.warn('collaboration.forged-client', {
				documentId: this.#parts.documentId,
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
		this.#commits.accept({
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
		const { blocks } = this.#commits.index.tree.count(effect.deleted);
		const isOfOthers = effect.deleted.some(({ client, from }) => from < this.#commits.index.clock(client));
		return this.#quarantine.holdsRemoval(connection, { blocks, isOfOthers });
	}

	/** What an update adds is stored, what it deletes of the document is set aside; its author hears of it once both are durable. */
	#holdRemoval(sender: Sender, bytes: Uint8Array): void {
		const { connection, number, step2 } = sender;
		const account = connection.grant?.accountId ?? null;
		this.#host.refused('mass-removal');
		const update = decodeUpdate(bytes, this.#host.limits);
		const removal = deletionsIn(update, this.#commits.index);
		const verdict = this.#judge(withoutDeletions(bytes, update, this.#commits.index), connection);
		const fits = verdict.kind !== 'new' || this.#growth.allows(verdict.effect, verdict.bytes.length);
		connection.saved[fits ? 'wait' : 'hole'](number);
		if (!fits) this.#growth.holdBack(connection);
		const kept = removal === null ? true : this.#quarantine.keep(connection, removal, 'mass-removal');
		const stored = fits && verdict.kind === 'new' ? this.#commits.store(verdict, account, connection) : 0;
		const both = Promise.all([kept, stored]).then(([isKept]) => {
			if (!isKept || !fits) return;
			connection.saved.durable(number, step2);
			connection.tellSaved();
		});
		// A commit that failed has closed everybody already.
		this.#parts.whileHeld(both.catch(() => undefined));
	}

	/**
	 * There is no room for what an update adds: only what it deletes is taken. A page keeps the rest, says so, and is asked again once
	 * there may be room; a program is closed.
	 */
	#holdBack(sender: Sender, bytes: Uint8Array): void {
		const { connection, number } = sender;
		const account = connection.grant?.accountId ?? null;
		this.#host.refused('document-full');
		const deletions = deletionsIn(decodeUpdate(bytes, this.#host.limits), this.#commits.index);
		const verdict = deletions && this.#judge(deletions, connection);
		if (verdict?.kind === 'new' && !this.#holdsRemoval(connection, verdict))
			void this.#commits.store(verdict, account, connection).catch(() => undefined);
		if (!connection.isPage) return connection.close(CLOSE.documentFull);
		connection.saved.hole(number);
		this.#growth.holdBack(connection);
	}

	#judge(bytes: Uint8Array, { grant }: Connection): Verdict {
		const mayTake = (client: number): boolean => grant?.mayTake(client) ?? false;
		const isText = grant !== null && !RELAYED.includes(grant.documentKind);
		return this.#judgeFor(bytes, { account: grant?.accountId ?? null, mayTake }, isText);
	}

	#judgeFor(bytes: Uint8Array, by: Pick<Author, 'account' | 'mayTake'>, isText = false): Verdict {
		const { limits } = this.#host;
		const update = decodeUpdate(bytes, limits);
		const author = { ...by, reservedBy: (client: number) => this.#presence.reservedBy(client) };
		return judgeUpdate({ bytes, update, index: this.#commits.index, author, isText, limits });
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
			void this.#commits.refresh().then(() => connection.send(encodeStep1(this.#commits.index.stateVector)));
		else connection.send(encodeStep1(this.#commits.index.stateVector));
	}

	#acknowledgeKnown(sender: Sender): void {
		this.#host.refused('known');
		this.#commits.known(sender);
	}

	#refuse(connection: Connection, reason: string, code: CloseCode): void {
		this.#host.refused(reason);
		connection.close(code);
	}

	/**
	 * Appends an update made by the server itself, or kept by it after this judgement; the same judgement, the same path. One that takes
	 * out more than it adds always fits.
	 */
	appendFromServer(update: Uint8Array, account: string | null): Promise<number> {
		const verdict = this.#judgeFor(update, { account, mayTake: () => true });
		if (verdict.kind === 'known') return this.#commits.durable();
		if (verdict.kind !== 'new') return Promise.reject(new Error(`update refused: ${verdict.kind}`));
		const { places, removed } = verdict.effect;
		if (removed.nodes <= places.nodes && !this.#growth.allows(verdict.effect, verdict.bytes.length))
			return Promise.reject(new Error('update refused: document full'));
		return this.#commits.store(verdict, account, null);
	}
}
