import type { FoldProof } from './folder.ts';

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
