import type { Access, PresencePlace, PresenceUser } from '#lib/collaboration/protocol.ts';
import type { SnapshotOutcome } from './document-log.ts';
import type { AcceptedConnection, ConnectionOwner, ConnectionRequest, Socket } from './socket.ts';

export type CommittedEvent = {
	documentId: string;
	seq: number;
	accountId: string | null;
	/** False when another process has committed it. */
	isOwn: boolean;
};

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
	/** Figures of a space have changed: the pages of its texts are told, on every process. */
	figuresChanged(departmentCode: string): void;
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
