import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { encodeAccess, encodeCommentsChanged, encodeFiguresChanged } from '#lib/collaboration/protocol.ts';
import type { CommitQueue } from './commit-queue.ts';
import { nameOf } from './error-name.ts';
import type { Connection } from './connection.ts';
import { DocumentBytes } from './document-bytes.ts';
import type { Limits } from './limits.ts';
import { encodeStep1 } from './messages.ts';
import type { Clock } from './ports/clock.ts';
import type { DocumentLog } from './ports/document-log.ts';
import type { Folder } from './ports/folder.ts';
import type { Logger } from './ports/logger.ts';
import type { Quarantine } from './ports/quarantine.ts';
import type { CommittedEvent } from './ports/server.ts';
import type { LineEnd } from './ports/socket.ts';
import { RoomCommits } from './room-commits.ts';
import { RoomGrowth } from './room-growth.ts';
import { RoomIntake } from './room-intake.ts';
import type { ReservedIds } from './presence.ts';
import { RoomPresence } from './room-presence.ts';
import { RoomQuarantine, type SetAside } from './room-quarantine.ts';

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
	/** Something was set aside here: pages of its author on other processes should know. */
	readonly onSetAside: (aside: SetAside) => void;
	refused(reason: string): void;
	/** The room may be empty now, or can no longer be used. */
	changed(room: Room): void;
};

/**
 * One open document: judges updates (`room-intake.ts`), has them committed, and only then shows them (`room-commits.ts`). Holds no
 * document object: bytes, an index and the people.
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
	readonly #commits: RoomCommits;
	readonly #intake: RoomIntake;
	readonly #growth: RoomGrowth;
	readonly #quarantine: RoomQuarantine;

	constructor(documentId: string, host: RoomHost, reserved: ReservedIds) {
		this.documentId = documentId;
		this.#host = host;
		const { connections } = this;
		const bytes = new DocumentBytes();
		const isOpen = (): boolean => this.state === 'open';
		this.presence = new RoomPresence({
			clock: host.clock,
			limits: host.limits,
			connections,
			reserved,
			isOthers: (client, accountId) => this.#isOthers(client, accountId),
			publish: (message) => host.onPresence(documentId, message),
		});
		this.#quarantine = new RoomQuarantine({ documentId, host, connections });
		this.#commits = new RoomCommits({
			...{ documentId, host, bytes, connections, isOpen },
			stored: () => this.#growth.stored(),
			shown: (event) => this.#shown(event),
			failed: (reason) => this.#fail(reason),
		});
		this.#growth = new RoomGrowth({
			...{ documentId, host, bytes, connections },
			index: () => this.#commits.index,
		});
		this.#intake = new RoomIntake({
			...{ documentId, host, bytes, isOpen, presence: this.presence },
			...{ commits: this.#commits, growth: this.#growth, quarantine: this.#quarantine },
			whileHeld: (work) => this.#whileHeld(work),
		});
		this.ready = this.#load();
	}

	/** True when nothing needs the room in memory. */
	get isIdle(): boolean {
		const inUse = this.connections.size > 0 || this.holds > 0 || this.#commits.isWaiting;
		return !inUse && this.state !== 'loading';
	}

	/** Number of the last update shown. */
	get seq(): number {
		return this.#commits.seq;
	}

	/** How many times the log was read again after the opening. */
	get catchUps(): number {
		return this.#commits.catchUps;
	}

	/** Another process says that it has committed. */
	hinted(hint: { seq: number; bytes: Uint8Array | null; accountId: string | null }): void {
		this.#commits.hinted(hint);
	}

	/** Another process has set something of this account aside. */
	setAsideElsewhere({ accountId, reason }: SetAside): void {
		this.#quarantine.tellOthers(accountId, reason, null);
	}

	/** A page has left the stream of its connection over HTTP: it is here no more, though POSTs of it may still come. */
	lineEnded({ accountId, line }: LineEnd): void {
		for (const connection of this.connections) {
			if (connection.request.line?.id !== line || connection.grant?.accountId !== accountId) continue;
			connection.hasLeft = true;
			this.presence.leave(connection);
		}
	}

	/** Its comments have changed: pages ask for them again, each with its own rights. */
	tellComments(): void {
		for (const connection of this.connections)
			if (connection.isPage) connection.send(encodeCommentsChanged());
	}

	/** Figures of a space have changed, or of whichever when null: pages of its texts ask for them again. */
	tellFigures(departmentCode: string | null): void {
		for (const connection of this.connections) {
			const { isPage, grant } = connection;
			// The plan counts its own actions, and shows no figure.
			if (!isPage || grant === null || grant.documentKind === 'plan') continue;
			if (departmentCode === null || grant.departmentCode === departmentCode)
				connection.send(encodeFiguresChanged());
		}
	}

	/** Resolves once everything that was durable when it was called is shown, or could not be read. */
	refresh(): Promise<void> {
		return this.#commits.refresh();
	}

	/** The document no longer exists. */
	vanish(): void {
		this.#fail('document-gone');
	}

	async #load(): Promise<RoomState> {
		try {
			const opened = await this.#host.log.open(this.documentId);
			if (!opened) return this.#become('gone');
			this.#commits.load(opened);
			this.sinceSnapshot = opened.seq - opened.snapshotSeq;
			this.#become('open');
			this.#commits.start(opened.seq);
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
		this.#quarantine.entered(connection, this.#commits.index.tree.blocks);
		// Before it is told that it is too old: once it knows, it leaves with what it has.
		if (this.#quarantine.takesFrom(connection)) connection.send(encodeStep1(this.#commits.index.stateVector));
		if (connection.isPage) {
			connection.send(
				encodeAccess({
					access: connection.access,
					reason: connection.schemaReason,
					currentSchema: this.#host.schemaVersion,
				}),
			);
		}
		if (connection.access === 'write') connection.send(encodeStep1(this.#commits.index.stateVector));
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
		this.#intake.receive(connection, frame);
	}

	/** Appends an update made by the server itself; the same judgement, the same path (DUR-6). */
	appendFromServer(update: Uint8Array, account: string | null): Promise<number> {
		return this.#intake.appendFromServer(update, account);
	}

	/** Keeps the room in memory until something is done. */
	#whileHeld(work: Promise<unknown>): void {
		this.holds += 1;
		void work.finally(() => {
			this.holds -= 1;
			this.#host.changed(this);
		});
	}

	/** Once a second. */
	tick(): void {
		if (this.state === 'open')
			this.#growth.tick((connection) => connection.send(encodeStep1(this.#commits.index.stateVector)));
	}

	/** An update is durable, and everybody here has it. */
	#shown(event: CommittedEvent & { bytes: Uint8Array }): void {
		this.sinceSnapshot += 1;
		this.#host.onCommitted(event);
		this.#host.changed(this);
	}

	/** What is in memory may not be what is stored: forget it, and let everybody come back to a fresh load. */
	#fail(reason: string): void {
		this.#commits.forget();
		if (this.state !== 'open') return;
		this.state = reason === 'document-gone' ? 'gone' : 'failed';
		this.#host.logger.warn('collaboration.room-dropped', { documentId: this.documentId, reason });
		this.#host.queue.drop(this.documentId);
		const code = this.state === 'gone' ? CLOSE.notFound : CLOSE.internal;
		for (const connection of [...this.connections]) connection.close(code);
		this.#host.changed(this);
	}

	/** Client ids bound to another account cannot be shown under one's own name. */
	#isOthers(client: number, accountId: string): boolean {
		const owner = this.#commits.index.owner(client);
		return owner !== undefined && owner !== accountId;
	}

	/** Stops what the room has under way; it is leaving memory. */
	dispose(): void {
		this.presence.dispose();
	}
}
