import { and, asc, desc, eq, gt, lte } from 'drizzle-orm';
import * as Y from 'yjs';
import type { Database } from '../database/database.ts';
import { documentSnapshot, documentUpdate } from './document.tables.ts';

/** Documents kept between two projections, so that a change of a letter does not read a whole log again. */
const KEPT_DOCUMENTS = 16;

/** Rows of the log read at once: bounds what a long log holds in memory, and each step's transaction. */
export const LOG_ROWS = 1_000;

export interface LogRow {
	seq: number;
	bytes: Uint8Array;
	accountId: string | null;
	createdAt: Date;
}

/** A copy of a document at a point of its log, which nobody else sees. */
export interface ReadDocument {
	seq: number;
	doc: Y.Doc;
}

export interface DocumentReader {
	/** The document as it was at `seq`. It may be moved on by `apply`; forget it when what follows failed. */
	at(documentId: string, seq: number): Promise<ReadDocument>;
	forget(documentId: string): void;
	close(): void;
}

/** Reads documents from their snapshots and logs. */
export function createDocumentReader(db: Database): DocumentReader {
	const kept = new Map<string, ReadDocument>();
	const forget = (documentId: string): void => {
		kept.get(documentId)?.doc.destroy();
		kept.delete(documentId);
	};
	return {
		async at(documentId, seq) {
			let read = kept.get(documentId);
			if (read === undefined || read.seq > seq) {
				forget(documentId);
				read = await readSnapshot(db, documentId, seq);
			}
			while (read.seq < seq) {
				const rows = await readLog(db, { documentId, after: read.seq, until: seq });
				if (rows.length === 0) throw new Error('the log of a document ends before its projection');
				for (const row of rows) apply(read, row);
			}
			kept.delete(documentId);
			kept.set(documentId, read);
			const [oldest] = kept.keys();
			if (kept.size > KEPT_DOCUMENTS && oldest !== undefined) forget(oldest);
			return read;
		},
		forget,
		close() {
			for (const documentId of [...kept.keys()]) forget(documentId);
		},
	};
}

/** Moves a document on by one row of its log. */
export function apply(read: ReadDocument, row: LogRow): void {
	Y.applyUpdate(read.doc, row.bytes);
	read.seq = row.seq;
}

/** At most `LOG_ROWS` rows of a log after a `seq`, up to another if there is one. */
export function readLog(
	db: Database,
	part: { documentId: string; after: number; until?: number },
): Promise<LogRow[]> {
	const { documentId, after, until } = part;
	return db
		.select({
			seq: documentUpdate.seq,
			bytes: documentUpdate.bytes,
			accountId: documentUpdate.accountId,
			createdAt: documentUpdate.createdAt,
		})
		.from(documentUpdate)
		.where(
			and(
				eq(documentUpdate.documentId, documentId),
				gt(documentUpdate.seq, after),
				until === undefined ? undefined : lte(documentUpdate.seq, until),
			),
		)
		.orderBy(asc(documentUpdate.seq))
		.limit(LOG_ROWS);
}

async function readSnapshot(db: Database, documentId: string, seq: number): Promise<ReadDocument> {
	const [snapshot] = await db
		.select()
		.from(documentSnapshot)
		.where(and(eq(documentSnapshot.documentId, documentId), lte(documentSnapshot.seq, seq)))
		.orderBy(desc(documentSnapshot.seq))
		.limit(1);
	const doc = new Y.Doc();
	if (snapshot === undefined) return { seq: 0, doc };
	Y.applyUpdate(doc, snapshot.bytes);
	return { seq: snapshot.seq, doc };
}
