import { CLOSE, type CloseCode } from '#lib/collaboration/close-codes.ts';
import { Admission } from './admission.ts';
import { Authorizations } from './authorizations.ts';
import { CommitQueue } from './commit-queue.ts';
import { nameOf } from './error-name.ts';
import type { Connection, ConnectionHost } from './connection.ts';
import type { Limits } from './limits.ts';
import { Flushes } from './flushes.ts';
import { LocalFolder } from './local-folder.ts';
import { Neighbours } from './neighbours.ts';
import { onceEach, peopleOf } from './people-here.ts';
import type { Authorizer } from './ports/authorizer.ts';
import type { Bus } from './ports/bus.ts';
import type { Clock } from './ports/clock.ts';
import type { DocumentLog } from './ports/document-log.ts';
import type { Folder } from './ports/folder.ts';
import type { Logger } from './ports/logger.ts';
import type { Quarantine } from './ports/quarantine.ts';
import type {
	CollaborationServer,
	CollaborationStats,
	CommittedEvent,
	PersonInDocument,
	RecheckScope,
} from './ports/server.ts';
import type { AcceptedConnection, ConnectionOwner, ConnectionRequest, Socket } from './ports/socket.ts';
import { Rights } from './rights.ts';
import type { Room, RoomHost } from './room.ts';
import { Rooms } from './rooms.ts';
import { soleBus } from './sole-bus.ts';
import { readAgainAt, Upkeep } from './upkeep.ts';

/** Past the time at which a right is read again, how long it may still be used while the answer is awaited. */
const STALE_GRACE_MS = 4_000;

export type CollaborationParts = {
	log: DocumentLog;
	authorizer: Authorizer;
	/** The way to the other processes on the same log; none by default. */
	bus?: Bus;
	/** Makes snapshots; on this thread by default. Closed with the server. */
	folder?: Folder;
	/** Where edits of older pages and mass removals are set aside; without one the first are refused, the second believed. */
	quarantine?: Quarantine;
	limits: Limits;
	clock: Clock;
	logger: Logger;
	/** Called after each durable update, in order within a document; for hints and projections. */
	onCommitted?: (event: CommittedEvent) => void;
	/** The version of the shapes this server's pages write. */
	schemaVersion: number;
};

/** Builds the co-editing server on its ports. It opens nothing until the first socket comes. */
export function createCollaborationServer(parts: CollaborationParts): CollaborationServer {
	return new Server(parts);
}

class Server implements CollaborationServer {
	readonly #parts: CollaborationParts;
	readonly #authorizations: Authorizations;
	readonly #rights: Rights;
	readonly #queue: CommitQueue;
	readonly #rooms: Rooms;
	readonly #neighbours: Neighbours;
	readonly #connections = new Set<Connection>();
	readonly #roomOf = new Map<Connection, Room>();
	readonly #flushes: Flushes;
	readonly #refused: Record<string, number> = {};
	readonly #closed: Record<number, number> = {};
	readonly #admission: Admission;
	readonly #upkeep: Upkeep;
	#stopping: Promise<void> | null = null;

	constructor(parts: CollaborationParts) {
		this.#parts = parts;
		const { log, clock, logger, limits } = parts;
		this.#flushes = new Flushes(clock);
		this.#authorizations = new Authorizations({
			authorizer: parts.authorizer,
			clock,
			keepMilliseconds: limits.AUTHORIZATION_KEEP_MS,
		});
		this.#rights = new Rights({
			...{ connections: this.#connections, authorizations: this.#authorizations, clock, logger },
		});
		this.#queue = new CommitQueue({ log, clock, logger, limits, afterBatch: () => this.#flushes.flush() });
		this.#neighbours = new Neighbours({
			bus: parts.bus ?? soleBus(),
			clock,
			room: (documentId) => this.#rooms.find(documentId),
			rooms: () => this.#rooms.all(),
			people: () => this.#peopleHere(),
			recheck: (scope) => void this.#rights.recheckScope(scope),
			closeSession: (sessionId) => this.#rights.endSession(sessionId),
			tellFigures: (departmentCode) => this.#tellFigures(departmentCode),
		});
		this.#rooms = new Rooms(this.#roomHost(), (documentId) => this.#neighbours.opened(documentId));
		const { isShared } = this.#neighbours;
		this.#admission = new Admission({
			...{ authorizations: this.#authorizations, rooms: this.#rooms, limits, clock, logger, isShared },
			schemaVersion: parts.schemaVersion,
			isStopping: () => this.#stopping !== null,
			connectionHost: this.#connectionHost(),
			came: (connection) => this.#came(connection),
			entered: (connection, room) => this.#entered(connection, room),
		});
		this.#upkeep = new Upkeep({
			...{ connections: this.#connections, rooms: this.#rooms, rights: this.#rights },
			...{ authorizations: this.#authorizations, neighbours: this.#neighbours, limits, clock, logger },
		});
	}

	#roomHost(): Omit<RoomHost, 'changed'> {
		const { log, folder, quarantine, clock, logger, limits, schemaVersion } = this.#parts;
		return {
			...{ log, clock, logger, limits, schemaVersion, queue: this.#queue },
			folder: folder ?? new LocalFolder(clock),
			quarantine: quarantine ?? null,
			isShared: this.#neighbours.isShared,
			onCommitted: (event) => this.#tellCommitted(event),
			onPresence: (documentId, message) => this.#neighbours.presence(documentId, message),
			onSetAside: (aside) => this.#neighbours.setAside(aside),
			refused: (reason) => this.#countRefusal(reason),
		};
	}

	#connectionHost(): ConnectionHost {
		const { clock, limits } = this.#parts;
		return {
			limits,
			now: () => clock.now(),
			wantsFlush: (connection) => this.#flushes.want(connection),
			received: (connection, frame) => this.#received(connection, frame),
			closed: (connection, code) => this.#onClosed(connection, code),
		};
	}

	accept(socket: Socket, request: ConnectionRequest): AcceptedConnection {
		return this.#admission.accept(socket, request);
	}

	identify(request: { documentId: string; cookieHeader: string | null }): Promise<ConnectionOwner | null> {
		return this.#admission.identify(request);
	}

	commentsChanged(documentId: string): void {
		this.#rooms.find(documentId)?.tellComments();
		this.#neighbours.commentsChanged(documentId);
	}

	figuresChanged(departmentCode: string): void {
		this.#tellFigures(departmentCode);
		this.#neighbours.figuresChanged(departmentCode);
	}

	#tellFigures(departmentCode: string): void {
		for (const room of this.#rooms.all()) room.tellFigures(departmentCode);
	}

	async catchUp(documentId: string): Promise<void> {
		if (this.#neighbours.isShared) await this.#rooms.find(documentId)?.refresh();
	}

	#came(connection: Connection): void {
		this.#connections.add(connection);
		this.#upkeep.start();
	}

	#entered(connection: Connection, room: Room): void {
		this.#roomOf.set(connection, room);
		room.join(connection);
	}

	#received(connection: Connection, frame: Uint8Array): void {
		const room = this.#roomOf.get(connection);
		const grant = connection.grant;
		if (!room || !grant || this.#stopping) return;
		const late = this.#parts.clock.now() - readAgainAt(connection, this.#parts.limits);
		if (late > STALE_GRACE_MS) return connection.close(CLOSE.notReady);
		room.receive(connection, frame);
	}

	#onClosed(connection: Connection, code: CloseCode | null): void {
		this.#connections.delete(connection);
		this.#flushes.forget(connection);
		if (code !== null) {
			this.#closed[code] = (this.#closed[code] ?? 0) + 1;
			this.#upkeep.closing(connection);
		}
		this.#admission.left(connection);
		const room = this.#roomOf.get(connection);
		this.#roomOf.delete(connection);
		room?.leave(connection);
		this.#lineEnded(connection);
	}

	/** What POSTs feed of this connection, here or on other processes, must not be shown until it has lingered out. */
	#lineEnded({ request: { line, documentId }, grant }: Connection): void {
		if (!line?.isStream || !grant) return;
		const end = { documentId, accountId: grant.accountId, line: line.id };
		this.#rooms.find(documentId)?.lineEnded(end);
		this.#neighbours.lineEnded(end);
	}

	#tellCommitted(event: CommittedEvent & { bytes: Uint8Array }): void {
		if (event.isOwn) this.#neighbours.committed(event);
		const { documentId, seq, accountId, isOwn } = event;
		try {
			this.#parts.onCommitted?.({ documentId, seq, accountId, isOwn });
		} catch (error) {
			this.#parts.logger.error('collaboration.listener-failed', { error: nameOf(error) });
		}
	}

	#countRefusal(reason: string): void {
		this.#refused[reason] = (this.#refused[reason] ?? 0) + 1;
	}

	async recheck(scope: RecheckScope): Promise<void> {
		const { accountId, sessionId, documentId } = scope;
		if (accountId === undefined && sessionId === undefined && documentId === undefined) {
			throw new Error('recheck: a scope without any field would cover every socket.');
		}
		this.#neighbours.recheck(scope);
		await this.#rights.recheckScope(scope);
	}

	closeSession(sessionId: string): void {
		this.#neighbours.sessionEnded(sessionId);
		this.#rights.endSession(sessionId);
	}

	peopleIn(documentIds: readonly string[]): Map<string, PersonInDocument[]> {
		return new Map(
			documentIds.map((documentId) => [
				documentId,
				onceEach([...peopleOf(this.#rooms.find(documentId)), ...this.#neighbours.peopleIn(documentId)]),
			]),
		);
	}

	#peopleHere(): [string, PersonInDocument[]][] {
		const people: [string, PersonInDocument[]][] = [];
		for (const room of this.#rooms.all()) {
			const here = onceEach(peopleOf(room));
			if (here.length > 0) people.push([room.documentId, here]);
		}
		return people;
	}

	async appendFromServer(change: {
		documentId: string;
		update: Uint8Array;
		accountId: string | null;
	}): Promise<{ seq: number }> {
		if (this.#stopping) throw new Error('the co-editing server is closing');
		return this.#rooms.with(change.documentId, async (room) => {
			// It is made of what the log holds, which another process may have just written.
			if (this.#neighbours.isShared) await room.refresh();
			if (room.state !== 'open') throw new Error(`document ${room.state}`);
			return { seq: await room.appendFromServer(new Uint8Array(change.update), change.accountId) };
		});
	}

	stats(): CollaborationStats {
		return {
			connections: this.#connections.size,
			rooms: this.#rooms.size,
			queued: this.#queue.length,
			commits: this.#queue.counts.commits,
			committed: this.#queue.counts.committed,
			catchUps: this.#rooms.catchUps,
			snapshots: this.#rooms.snapshots,
			refused: { ...this.#refused },
			closed: { ...this.#closed },
		};
	}

	close(): Promise<void> {
		this.#stopping ??= this.#stop();
		return this.#stopping;
	}

	async #stop(): Promise<void> {
		await this.#queue.drained();
		this.#flushes.flush();
		this.#neighbours.leave();
		for (const connection of [...this.#connections]) connection.close(CLOSE.restart);
		await this.#rooms.stop();
		this.#upkeep.stop();
	}
}
