import type { Access, PresencePlace, PresenceUser, QuarantineReason } from '#lib/collaboration/protocol.ts';

/** One update to append. `newClients` are the Yjs client ids this update uses for the first time in the document. */
export type AppendEntry = {
	documentId: string;
	bytes: Uint8Array;
	accountId: string | null;
	/** The client whose structs the update brings; null when it only deletes. */
	clientId: number | null;
	newClients: readonly number[];
};

/** What became of one entry: its number in the document, or why it was refused without harm to the others. */
export type AppendOutcome =
	{ ok: true; seq: number } | { ok: false; reason: 'document-gone' | 'client-taken' };

export type LoggedUpdate = { seq: number; bytes: Uint8Array; accountId: string | null };

/** A document as stored: the last snapshot if any, and every update after it, in order. */
export type OpenedDocument = {
	/** Number of the last update; 0 for a document without any. */
	seq: number;
	/** Number of the last update that the snapshot holds; 0 without snapshot. */
	snapshotSeq: number;
	snapshot: Uint8Array | null;
	updates: Uint8Array[];
	/** Which account each client id belongs to; null for one used by the server itself. */
	clients: Map<number, string | null>;
};

/** The truth of every document: an append-only log. Each adapter passes the same contract suite. */
export interface DocumentLog {
	/** Null when there is no such document. */
	open(documentId: string): Promise<OpenedDocument | null>;
	/**
	 * Appends a batch over any documents in one transaction, which is durable when the promise resolves. `seq` has no
	 * gap within a document and is given under its row's lock; client ids are bound in the same transaction. Outcomes are in
	 * the order of the entries; after a refused entry, the later ones of the same document are refused too, since they may
	 * build on it. Rejects when nothing of the batch was stored, or when that is not known.
	 */
	append(batch: readonly AppendEntry[]): Promise<AppendOutcome[]>;
	/** The updates after a number, in order. */
	read(documentId: string, afterSeq: number): Promise<LoggedUpdate[]>;
	/** Number of the last update of each document; a document that does not exist is absent from the answer. */
	heads(documentIds: readonly string[]): Promise<Map<string, number>>;
	/**
	 * Adds a snapshot of the log up to `seq`, once one transaction has found in the log exactly what was folded, and the
	 * snapshot it was folded from to be the last one. The log stays.
	 */
	writeSnapshot(snapshot: ProvenSnapshot): Promise<SnapshotOutcome>;
}

/** A snapshot with what it was folded from: the last snapshot before it, and every update after that one up to `seq`. */
export type ProvenSnapshot = {
	documentId: string;
	seq: number;
	bytes: Uint8Array;
	/** Number of the last update in the snapshot it was folded from; 0 without one. */
	fromSeq: number;
	proof: FoldProof;
};

/**
 * `superseded`: another process has written a snapshot meanwhile, and the document needs no other for now. `mismatch`: the
 * log does not hold what was folded; nothing was written.
 */
export type SnapshotOutcome = 'written' | 'superseded' | 'mismatch';

/** What is folded: a snapshot if there is one, and the updates after it in order. */
export type FoldRequest = { snapshot: Uint8Array | null; updates: readonly Uint8Array[] };

/** What was read to fold, by digest (`log-digest.ts`): the log is compared to it before a snapshot is written. */
export type FoldProof = {
	/** Null without a snapshot. */
	snapshot: string | null;
	updates: string;
};

export type Fold = { bytes: Uint8Array; proof: FoldProof };

/**
 * Makes one update out of many, with garbage collection of what was deleted. Rejects with `FoldMismatch` unless a document
 * made from the result equals the documents made from what was read, in content, state and deletions; with any other error
 * when it cannot say.
 */
export interface Folder {
	fold(request: FoldRequest): Promise<Fold>;
	/** Resolves once nothing is under way; what was may be rejected, what waits is. */
	close(): Promise<void>;
}

/** An update that is set aside for its author to decide, instead of being stored. */
export type QuarantineEntry = {
	documentId: string;
	accountId: string;
	bytes: Uint8Array;
	reason: QuarantineReason;
	/** As the page said it; null for a program. */
	schemaVersion: number | null;
};

/** Keeps what was set aside; bounded for each account in each document. */
export interface Quarantine {
	/** Durable when it resolves with `kept`; the same bytes that wait already are kept once. `full`: nothing was kept. */
	keep(entry: QuarantineEntry): Promise<'kept' | 'full'>;
}

/** What one process tells the others. */
export type BusMessage =
	/** An update is durable. Its bytes as stored, or null when only the number travels: the log has the bytes. */
	| { kind: 'committed'; documentId: string; seq: number; accountId: string | null; bytes: Uint8Array | null }
	/** Presence of people in the sender's room, an awareness update stamped by the sender. */
	| { kind: 'presence'; documentId: string; bytes: Uint8Array }
	/** A room has opened, or heard nothing for long: whoever has people in it tells them again. */
	| { kind: 'presence-asked'; documentId: string }
	/** Who is in which documents of the sender, whole; sent on change and now and then, so that silence means gone. */
	| {
			kind: 'people';
			documents: readonly (readonly [documentId: string, people: readonly PersonInDocument[]])[];
	  }
	/** Something of this account in this document was set aside, durably. */
	| { kind: 'set-aside'; documentId: string; accountId: string; reason: QuarantineReason }
	| ({ kind: 'line-ended' } & LineEnd)
	/** Comments of this document have changed. */
	| { kind: 'comments'; documentId: string }
	| { kind: 'recheck'; scope: RecheckScope }
	| { kind: 'session-ended'; sessionId: string };

export type BusListener = {
	/** `from` is the sending process, different for each start. */
	message(message: BusMessage, from: string): void;
	/** The line is there again: whatever was sent meanwhile is missing. */
	resumed(): void;
};

/**
 * Hints between processes. A bus may lose, repeat and reorder; it is never the truth, which is the log. Each adapter passes
 * the same contract suite.
 */
export interface Bus {
	/** Whether other processes may write to the same log: rooms then look in it by themselves, whatever the bus says. */
	readonly isShared: boolean;
	/** Whether hints flow now. */
	readonly isUp: boolean;
	/** Sends to every other process, never back to this one. Neither waits nor throws: with the line down the hint is lost. */
	publish(messages: readonly BusMessage[]): void;
	/** Attaches the one listener. */
	listen(listener: BusListener): void;
	/** Messages about this document are wanted, until the returned function is called; the others may or may not come. */
	follow(documentId: string): () => void;
	close(): Promise<void>;
}

export type Authorized = {
	ok: true;
	accountId: string;
	sessionId: string;
	person: PresenceUser;
	access: Access;
	departmentCode: string;
	documentKind: string;
	/** Milliseconds since 1970 at which this right ends by itself (mandate, session); null for none known. */
	validUntil: number | null;
};

/**
 * `not-found` is the one answer for a document that does not exist and for one the person may not see.
 * `right-ended` is for someone already in: the session lives, the right does not.
 */
export type AuthorizationRefusal = { ok: false; reason: 'signed-out' | 'not-found' | 'right-ended' };
export type Authorization = Authorized | AuthorizationRefusal;

/** Decides who may do what, by the same policies as the pages. Rejecting means "cannot say": the socket is closed to be retried. */
export interface Authorizer {
	/** At the opening of a socket: `signed-out` or `not-found` when refused. */
	authorize(request: { documentId: string; cookieHeader: string | null }): Promise<Authorization>;
	/** For a socket already in: reads session, right and document again, uncached. */
	reauthorize(request: { documentId: string; accountId: string; sessionId: string }): Promise<Authorization>;
}

export type Timer = object | number;

export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	setTimeout(run: () => void, milliseconds: number): Timer;
	clearTimeout(timer: Timer): void;
	/** Runs after the input at hand has been read, without waiting: what gathers the work of one turn. */
	defer(run: () => void): void;
	/** Runs in about a millisecond: when those who were answered in this turn have had the time to send more. */
	shortly(run: () => void): void;
}

/** Facts are ids, codes and counts: never a name, a text or a token. */
export interface Logger {
	info(event: string, facts?: Record<string, unknown>): void;
	warn(event: string, facts?: Record<string, unknown>): void;
	error(event: string, facts?: Record<string, unknown>): void;
}

export type CommittedEvent = {
	documentId: string;
	seq: number;
	accountId: string | null;
	/** False when another process has committed it. */
	isOwn: boolean;
};

/** The least a room needs of a connection, so that the same core runs on a websocket and on a test's double. */
export interface Socket {
	/** Sends each message as one binary frame, in one write where the transport can. */
	send(messages: readonly Uint8Array[]): void;
	ping(): void;
	close(code: number, reason: string): void;
	/** Cuts without waiting for the other side. */
	terminate(): void;
	/** Bytes accepted by `send` that the network has not taken yet. */
	readonly bufferedAmount: number;
	/** Called at most once, before any frame can be lost: the transport attaches its listeners here. A string is a text frame. */
	listen(listener: SocketListener): void;
}

export type SocketListener = {
	message(data: Uint8Array | string): void;
	pong(): void;
	closed(): void;
};

/** What the transport knows of a connection when it hands it over. */
export type ConnectionRequest = {
	documentId: string;
	cookieHeader: string | null;
	/** The raw `schema` query parameter; null when absent. */
	schema: string | null;
	/** The client's address, for the bound on sockets per address. */
	address: string;
	/** Over HTTP: the id that the page gave its connection, which several processes may serve, and whether this one holds its stream. */
	line?: { id: string; isStream: boolean };
};

/** A page has left the stream of its connection over HTTP: what other processes hold of that connection speaks for nobody any more. */
export type LineEnd = { documentId: string; accountId: string; line: string };

export type ConnectionOwner = { accountId: string; sessionId: string };

/** What a transport may ask of a connection it has handed over, when it answers each message by itself. */
export interface AcceptedConnection {
	/** Resolves once the connection is in its room, or closed. */
	readonly entered: Promise<void>;
	/** Whose it is; null before that is known. */
	readonly owner: ConnectionOwner | null;
	/**
	 * Resolves when every update received so far is durable or was refused, and what the server has to say has been sent:
	 * true when none was refused since the last call.
	 */
	settled(): Promise<boolean>;
}

export type PersonInDocument = {
	person: PresenceUser;
	access: Access;
	/** Where they last said to be; null when their page does not say. */
	at: PresencePlace | null;
};

/** Which sockets a change of rights concerns; fields given together narrow the choice, and at least one is needed. */
export type RecheckScope = { accountId?: string; sessionId?: string; documentId?: string };

export type CollaborationStats = {
	connections: number;
	rooms: number;
	/** Updates accepted and not yet durable. */
	queued: number;
	commits: number;
	committed: number;
	/** How many times the log was read again, after the opening of a document: another process had committed, or might have. */
	catchUps: number;
	/** What became of the snapshots asked for, and documents that wait for one. */
	snapshots: Record<SnapshotOutcome | 'failed' | 'waiting', number>;
	/** Frames without effect, by reason. */
	refused: Record<string, number>;
	/** Sockets closed by the server, by code. */
	closed: Record<number, number>;
};

export interface CollaborationServer {
	accept(socket: Socket, request: ConnectionRequest): AcceptedConnection;
	/** Whose session a request comes from, when it may open the document now; null when not. Rejects when that cannot be said. */
	identify(request: { documentId: string; cookieHeader: string | null }): Promise<ConnectionOwner | null>;
	/** Resolves once an open document is here as far as other processes have committed it; at once where there are none. */
	catchUp(documentId: string): Promise<void>;
	/** Asks again, now, for every socket the scope covers; closes those whose right or session ended, or whose access changed. */
	recheck(scope: RecheckScope): Promise<void>;
	/** Comments of a document have changed: its pages are told, on every process. */
	commentsChanged(documentId: string): void;
	/** Closes every socket of a session as signed out. */
	closeSession(sessionId: string): void;
	/** Who is in each document, once per account. */
	peopleIn(documentIds: readonly string[]): Map<string, PersonInDocument[]>;
	/** Appends an update made by the server itself (template, command); resolves once durable. Open or not, the path is the same. */
	appendFromServer(change: {
		documentId: string;
		update: Uint8Array;
		accountId: string | null;
	}): Promise<{ seq: number }>;
	stats(): CollaborationStats;
	/** Stops accepting, flushes what was accepted, closes every socket with 1012. */
	close(): Promise<void>;
}
