import { CLOSE, type CloseCode } from '#lib/collaboration/close-codes.ts';
import type { AccessReason } from '#lib/collaboration/protocol.ts';
import { LocalFolder } from './local-folder.ts';
import { Authorizations } from './authorizations.ts';
import { CommitQueue, nameOf } from './commit-queue.ts';
import { Connection, type ConnectionHost } from './connection.ts';
import type { Limits } from './limits.ts';
import { Neighbours } from './neighbours.ts';
import { soleBus } from './sole-bus.ts';
import type {
	AcceptedConnection,
	Authorization,
	Authorizer,
	Bus,
	Clock,
	CollaborationServer,
	CollaborationStats,
	CommittedEvent,
	ConnectionOwner,
	ConnectionRequest,
	DocumentLog,
	Folder,
	Logger,
	PersonInDocument,
	Quarantine,
	RecheckScope,
	Socket,
	Timer,
} from './ports.ts';
import { closeCodeOf, Rights } from './rights.ts';
import type { Room } from './room.ts';
import { Rooms } from './rooms.ts';

const TICK_MS = 1_000;

/** A tick later than this was not late for work: the clock was set, or the process held. */
const JUMP_MS = 10_000;

/** A tick may come a little before its time; earlier than this, the clock was set back. */
const SET_BACK_MS = 500;

/** Past the age at which a right is read again, how long it may still be used while the answer is awaited. */
const STALE_GRACE_MS = 4_000;

/** How long the other side may take to answer a close before it is cut. */
const CLOSING_MS = 3_000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

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
	readonly #closing = new Set<Connection>();
	readonly #dirty = new Set<Connection>();
	readonly #perAddress = new Map<string, number>();
	readonly #perAccount = new Map<string, number>();
	readonly #refused: Record<string, number> = {};
	readonly #closed: Record<number, number> = {};
	readonly #connectionHost: ConnectionHost;
	#flushDue = false;
	#pulling = false;
	#tick: Timer | null = null;
	#tickDue = 0;
	#stopping: Promise<void> | null = null;

	constructor(parts: CollaborationParts) {
		this.#parts = parts;
		const { log, clock, logger, limits } = parts;
		this.#authorizations = new Authorizations({
			authorizer: parts.authorizer,
			clock,
			keepMilliseconds: limits.AUTHORIZATION_KEEP_MS,
		});
		this.#rights = new Rights({ authorizations: this.#authorizations, clock, logger });
		this.#queue = new CommitQueue({ log, clock, logger, limits, afterBatch: () => this.#flush() });
		this.#connectionHost = {
			limits,
			now: () => clock.now(),
			wantsFlush: (connection) => this.#wantsFlush(connection),
			received: (connection, frame) => this.#received(connection, frame),
			closed: (connection, code) => this.#onClosed(connection, code),
		};
		this.#neighbours = new Neighbours({
			bus: parts.bus ?? soleBus(),
			clock,
			room: (documentId) => this.#rooms.find(documentId),
			rooms: () => this.#rooms.all(),
			people: () => this.#peopleHere(),
			recheck: (scope) => void this.#recheckHere(scope),
			closeSession: (sessionId) => this.#closeSessionHere(sessionId),
		});
		const roomHost = {
			log,
			folder: parts.folder ?? new LocalFolder(clock),
			quarantine: parts.quarantine ?? null,
			queue: this.#queue,
			clock,
			logger,
			limits,
			schemaVersion: parts.schemaVersion,
			isShared: this.#neighbours.isShared,
			onCommitted: (event: CommittedEvent & { bytes: Uint8Array }) => this.#tellCommitted(event),
			onPresence: (documentId: string, message: Uint8Array) => this.#neighbours.presence(documentId, message),
			refused: (reason: string) => this.#countRefusal(reason),
		};
		this.#rooms = new Rooms(roomHost, (documentId) => this.#neighbours.opened(documentId));
	}

	accept(socket: Socket, request: ConnectionRequest): AcceptedConnection {
		const schema = readSchema(request.schema, this.#parts.schemaVersion);
		const connection = new Connection({
			socket,
			request,
			host: this.#connectionHost,
			schemaReason: schema ?? 'rights',
		});
		this.#connections.add(connection);
		count(this.#perAddress, request.address, 1);
		connection.listen();
		const tooMany = (this.#perAddress.get(request.address) ?? 0) > this.#parts.limits.SOCKETS_PER_ADDRESS;
		if (this.#stopping) connection.close(CLOSE.restart);
		else if (schema === null) connection.close(CLOSE.badFrame);
		else if (tooMany) connection.close(CLOSE.tooMuch);
		else {
			this.#startTicking();
			void this.#admit(connection);
		}
		return connection;
	}

	async identify(request: {
		documentId: string;
		cookieHeader: string | null;
	}): Promise<ConnectionOwner | null> {
		if (!UUID.test(request.documentId)) return null;
		const answer = await this.#authorizations.authorize(request);
		return answer.ok ? { accountId: answer.accountId, sessionId: answer.sessionId } : null;
	}

	async catchUp(documentId: string): Promise<void> {
		if (this.#neighbours.isShared) await this.#rooms.find(documentId)?.refresh();
	}

	async #admit(connection: Connection): Promise<void> {
		try {
			await this.#authorize(connection);
			if (connection.grant && !connection.isClosed) await this.#enter(connection);
		} catch (error) {
			this.#parts.logger.error('collaboration.admission-failed', { error: nameOf(error) });
			connection.close(CLOSE.internal);
		}
	}

	async #authorize(connection: Connection): Promise<void> {
		const { documentId, cookieHeader } = connection.request;
		const answer: Authorization = UUID.test(documentId)
			? await this.#authorizations.authorize({ documentId, cookieHeader })
			: { ok: false, reason: 'not-found' };
		if (connection.isClosed) return;
		if (!answer.ok) return connection.close(closeCodeOf(answer.reason));
		connection.grant = answer;
		connection.checkedAt = this.#parts.clock.now();
		const sockets = count(this.#perAccount, answer.accountId, 1);
		if (sockets > this.#parts.limits.SOCKETS_PER_ACCOUNT) return connection.close(CLOSE.tooMuch);
		connection.phase = 'loading';
	}

	async #enter(connection: Connection): Promise<void> {
		await this.#rooms.with(connection.request.documentId, async (room) => {
			// Whoever comes from another process must find here what was acknowledged there.
			if (this.#neighbours.isShared) await room.refresh();
			if (connection.isClosed) return;
			if (room.state === 'gone') return connection.close(CLOSE.notFound);
			if (room.state !== 'open') return connection.close(CLOSE.internal);
			this.#roomOf.set(connection, room);
			room.join(connection);
		});
	}

	#received(connection: Connection, frame: Uint8Array): void {
		const room = this.#roomOf.get(connection);
		const grant = connection.grant;
		if (!room || !grant || this.#stopping) return;
		const now = this.#parts.clock.now();
		if (grant.validUntil !== null && now >= grant.validUntil) return connection.close(CLOSE.rightEnded);
		const age = now - connection.checkedAt;
		if (age > this.#parts.limits.AUTHORIZATION_TTL_MS + STALE_GRACE_MS)
			return connection.close(CLOSE.notReady);
		room.receive(connection, frame);
	}

	#onClosed(connection: Connection, code: CloseCode | null): void {
		this.#connections.delete(connection);
		this.#dirty.delete(connection);
		if (code !== null) {
			this.#closed[code] = (this.#closed[code] ?? 0) + 1;
			this.#closing.add(connection);
			this.#startTicking();
		}
		count(this.#perAddress, connection.request.address, -1);
		if (connection.grant) count(this.#perAccount, connection.grant.accountId, -1);
		const room = this.#roomOf.get(connection);
		this.#roomOf.delete(connection);
		room?.leave(connection);
	}

	#wantsFlush(connection: Connection): void {
		this.#dirty.add(connection);
		if (this.#flushDue) return;
		this.#flushDue = true;
		this.#parts.clock.defer(() => this.#flush());
	}

	#flush(): void {
		this.#flushDue = false;
		const connections = [...this.#dirty];
		this.#dirty.clear();
		for (const connection of connections) connection.flush();
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

	#startTicking(): void {
		if (this.#tick !== null) return;
		this.#tickDue = this.#parts.clock.now() + TICK_MS;
		this.#tick = this.#parts.clock.setTimeout(() => this.#onTick(), TICK_MS);
	}

	#onTick(): void {
		this.#tick = null;
		const now = this.#parts.clock.now();
		const { limits } = this.#parts;
		this.#authorizations.sweep();
		const jumped = this.#sawJump(now);
		const stale: Connection[] = [];
		for (const connection of [...this.#connections]) {
			const waited = now - connection.acceptedAt;
			const allowed = connection.phase === 'unknown' ? limits.PREAUTH_MS : limits.LOAD_MS;
			const { grant } = connection;
			if (connection.phase !== 'in' && waited > allowed) connection.close(CLOSE.notReady);
			else if (grant && grant.validUntil !== null && now >= grant.validUntil)
				connection.close(CLOSE.rightEnded);
			else if (grant && (jumped || now - connection.checkedAt >= limits.AUTHORIZATION_TTL_MS))
				stale.push(connection);
			connection.beat(now);
		}
		for (const connection of [...this.#closing]) {
			if (connection.closingSince === null) this.#closing.delete(connection);
			else if (now - connection.closingSince > CLOSING_MS) {
				this.#closing.delete(connection);
				connection.cut();
			}
		}
		for (const room of this.#rooms.all()) room.tick();
		if (stale.length > 0) void this.#rights.recheck(stale);
		this.#neighbours.tick(now);
		if (this.#neighbours.isShared) this.#pull();
		if (this.#connections.size + this.#closing.size > 0) this.#startTicking();
	}

	/**
	 * Whether the clock was set, or the process was held, since the last tick: neither a silence nor the age of a right can be told
	 * from it. Silences are measured anew, and rights are to be read again at once.
	 */
	#sawJump(now: number): boolean {
		const late = now - this.#tickDue;
		if (late > -SET_BACK_MS && late < JUMP_MS) return false;
		for (const connection of [...this.#connections, ...this.#closing]) connection.clockJumped(now);
		return true;
	}

	/** Another process may have committed what the bus has not told: the log is asked once a second. */
	#pull(): void {
		if (this.#pulling) return;
		this.#pulling = true;
		this.#rooms
			.pull()
			.catch((error: unknown) =>
				this.#parts.logger.warn('collaboration.pull-failed', { error: nameOf(error) }),
			)
			.finally(() => (this.#pulling = false));
	}

	async recheck(scope: RecheckScope): Promise<void> {
		const { accountId, sessionId, documentId } = scope;
		if (accountId === undefined && sessionId === undefined && documentId === undefined) {
			throw new Error('recheck: a scope without any field would cover every socket.');
		}
		this.#neighbours.recheck(scope);
		await this.#recheckHere(scope);
	}

	async #recheckHere({ accountId, sessionId, documentId }: RecheckScope): Promise<void> {
		this.#authorizations.forget();
		const concerned = [...this.#connections].filter(
			({ grant, request }) =>
				grant !== null &&
				(accountId === undefined || grant.accountId === accountId) &&
				(sessionId === undefined || grant.sessionId === sessionId) &&
				(documentId === undefined || request.documentId === documentId),
		);
		await this.#rights.recheck(concerned);
	}

	closeSession(sessionId: string): void {
		this.#neighbours.sessionEnded(sessionId);
		this.#closeSessionHere(sessionId);
	}

	#closeSessionHere(sessionId: string): void {
		this.#authorizations.forget();
		for (const connection of [...this.#connections]) {
			if (connection.grant?.sessionId === sessionId) connection.close(CLOSE.signedOut);
		}
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
		this.#flush();
		this.#neighbours.leave();
		for (const connection of [...this.#connections]) connection.close(CLOSE.restart);
		await this.#rooms.stop();
		if (this.#tick !== null) this.#parts.clock.clearTimeout(this.#tick);
		this.#tick = null;
		for (const connection of this.#closing) {
			if (connection.closingSince !== null) this.#parts.clock.setTimeout(() => connection.cut(), CLOSING_MS);
		}
	}
}

/** Why a page's version narrows its access; null when the parameter makes no sense. */
function readSchema(text: string | null, current: number): AccessReason | null {
	if (text === null) return 'rights';
	if (!/^[0-9]{1,9}$/.test(text)) return null;
	const version = Number(text);
	if (version === current) return 'rights';
	return version < current ? 'schema-older' : 'schema-newer';
}

/** The people of a room of this process, once per socket. */
function peopleOf(room: Room | undefined): PersonInDocument[] {
	const people: PersonInDocument[] = [];
	for (const connection of room?.connections ?? []) {
		const { grant, access } = connection;
		if (room && grant) people.push({ person: grant.person, access, at: room.presence.placeOf(connection) });
	}
	return people;
}

/** One entry per account: the widest access, the last place that is known. */
function onceEach(people: readonly PersonInDocument[]): PersonInDocument[] {
	const byAccount = new Map<string, PersonInDocument>();
	for (const { person, access, at } of people) {
		const before = byAccount.get(person.accountId);
		byAccount.set(person.accountId, {
			person,
			access: before?.access === 'write' ? 'write' : access,
			at: at ?? before?.at ?? null,
		});
	}
	return [...byAccount.values()];
}

function count(counts: Map<string, number>, key: string, by: 1 | -1): number {
	const next = (counts.get(key) ?? 0) + by;
	if (next > 0) counts.set(key, next);
	else counts.delete(key);
	return next;
}
