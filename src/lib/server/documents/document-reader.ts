import { and, asc, desc, eq, gt, lte } from 'drizzle-orm';
import * as Y from 'yjs';
import type { Database } from '../database/database.ts';
import { documentKeyframe, documentSnapshot, documentUpdate } from './document.tables.ts';

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

/**
 * A copy of a document as it was at a point of its log: from the nearest fold before it, then row by row. Destroy it after use.
 */
export async function readDocumentAt(db: Database, documentId: string, seq: number): Promise<Y.Doc> {
	const parts = await readPartsAt(db, documentId, seq);
	const doc = new Y.Doc();
	doc.transact(() => {
		for (const part of parts) Y.applyUpdate(doc, part);
	});
	return doc;
}

/** The updates that make a document as it was at a point of its log: the nearest fold, then the rows after it. */
export async function readPartsAt(db: Database, documentId: string, seq: number): Promise<Uint8Array[]> {
	const fold = await findFold(db, documentId, seq);
	const rows = await db
		.select({ bytes: documentUpdate.bytes })
		.from(documentUpdate)
		.where(
			and(
				eq(documentUpdate.documentId, documentId),
				gt(documentUpdate.seq, fold?.seq ?? 0),
				lte(documentUpdate.seq, seq),
			),
		)
		.orderBy(asc(documentUpdate.seq));
	const parts = rows.map(({ bytes }) => bytes);
	return fold === null ? parts : [fold.bytes, ...parts];
}

/** The nearest fold at or before a point: a snapshot of the co-editing server, or a keyframe of ours. */
async function readSnapshot(db: Database, documentId: string, seq: number): Promise<ReadDocument> {
	const doc = new Y.Doc();
	const nearest = await findFold(db, documentId, seq);
	if (nearest !== null) Y.applyUpdate(doc, nearest.bytes);
	return { seq: nearest?.seq ?? 0, doc };
}

/** The bytes of one of the two only: the number of the other says that it is further back. */
async function findFold(
	db: Database,
	documentId: string,
	seq: number,
): Promise<{ seq: number; bytes: Uint8Array } | null> {
	const seqs = await Promise.all(
		[documentSnapshot, documentKeyframe].map(async (table) => {
			const [row] = await db
				.select({ seq: table.seq })
				.from(table)
				.where(and(eq(table.documentId, documentId), lte(table.seq, seq)))
				.orderBy(desc(table.seq))
				.limit(1);
			return row?.seq ?? 0;
		}),
	);
	const [snapshot = 0, keyframe = 0] = seqs;
	if (snapshot === 0 && keyframe === 0) return null;
	const table = snapshot >= keyframe ? documentSnapshot : documentKeyframe;
	const [row] = await db
		.select({ seq: table.seq, bytes: table.bytes })
		.from(table)
		.where(and(eq(table.documentId, documentId), eq(table.seq, Math.max(snapshot, keyframe))));
	return row ?? null;
}

/** How many rows of a log may lie between two folds: a past moment is at most so many rows from one. */
const KEYFRAME_EVERY = 1_000;

/** Keeps a document as it is read, when it has passed one more thousand rows since `from`. */
export async function keepKeyframe(
	db: Database,
	keyframe: { documentId: string; from: number; read: ReadDocument; now: Date },
): Promise<void> {
	const { documentId, from, read, now } = keyframe;
	if (Math.floor(from / KEYFRAME_EVERY) === Math.floor(read.seq / KEYFRAME_EVERY)) return;
	const bytes = Y.encodeStateAsUpdate(read.doc);
	await db
		.insert(documentKeyframe)
		.values({ documentId, seq: read.seq, bytes, createdAt: now })
		.onConflictDoNothing();
}
