import { and, asc, eq, gt, inArray, lte, max, or } from 'drizzle-orm';
import * as Y from 'yjs';
import type { Database } from '../database/database.ts';
import { documentKeyframe, documentSnapshot, documentUpdate } from './document.tables.ts';

/** A point of the log of one document. */
export interface LogPoint {
	documentId: string;
	seq: number;
	/** When the last row that it holds was written. */
	at: Date;
}

/** Where the logs of documents were at an instant; one that had no row by then has no point. */
export async function findPoints(
	db: Database,
	documentIds: readonly string[],
	at: Date,
): Promise<Map<string, LogPoint>> {
	if (documentIds.length === 0) return new Map();
	const { documentId, seq, createdAt } = documentUpdate;
	const rows = await db
		.select({ documentId, seq: max(seq), at: max(createdAt) })
		.from(documentUpdate)
		.where(and(inArray(documentId, [...documentIds]), lte(createdAt, at)))
		.groupBy(documentId);
	return new Map(
		rows.flatMap((row) =>
			row.seq === null || row.at === null
				? []
				: [[row.documentId, { documentId: row.documentId, seq: row.seq, at: row.at }] as const],
		),
	);
}

/** Documents whose logs are in memory at once: bounds what a committee with years of minutes takes. */
const DOCUMENTS_AT_ONCE = 25;

/**
 * Reads documents as they were at points of their logs, each folded once, a few statements for all of them. What `read` is given
 * is destroyed after it.
 */
export async function readAtPoints<Result>(
	db: Database,
	points: readonly LogPoint[],
	read: (doc: Y.Doc, point: LogPoint) => Result,
): Promise<Map<string, Result>> {
	const found = new Map<string, Result>();
	for (let start = 0; start < points.length; start += DOCUMENTS_AT_ONCE) {
		const some = points.slice(start, start + DOCUMENTS_AT_ONCE);
		const parts = await readParts(db, some);
		for (const point of some) {
			const doc = new Y.Doc();
			doc.transact(() => {
				for (const part of parts.get(point.documentId) ?? []) Y.applyUpdate(doc, part);
			});
			found.set(point.documentId, read(doc, point));
			doc.destroy();
		}
	}
	return found;
}

/** The updates that make each document: its nearest fold, then the rows after it. */
async function readParts(db: Database, points: readonly LogPoint[]): Promise<Map<string, Uint8Array[]>> {
	const folds = await findFolds(db, points);
	const { documentId, seq, bytes } = documentUpdate;
	const rows = await db
		.select({ documentId, bytes })
		.from(documentUpdate)
		.where(
			or(
				...points.map((point) =>
					and(
						eq(documentId, point.documentId),
						gt(seq, folds.get(point.documentId)?.seq ?? 0),
						lte(seq, point.seq),
					),
				),
			),
		)
		.orderBy(asc(documentId), asc(seq));
	const parts = new Map([...folds].map(([id, fold]) => [id, [fold.bytes]]));
	for (const row of rows) {
		const list = parts.get(row.documentId);
		if (list === undefined) parts.set(row.documentId, [row.bytes]);
		else list.push(row.bytes);
	}
	return parts;
}

interface Fold {
	documentId: string;
	seq: number;
	bytes: Uint8Array;
}

/** The nearest fold of each: a snapshot of the co-editing server, or a keyframe. Bytes of the one that is used only. */
async function findFolds(db: Database, points: readonly LogPoint[]): Promise<Map<string, Fold>> {
	const [snapshots, keyframes] = [
		await findFoldSeqs(db, documentSnapshot, points),
		await findFoldSeqs(db, documentKeyframe, points),
	];
	const [ofSnapshots, ofKeyframes]: [LogPlace[], LogPlace[]] = [[], []];
	for (const { documentId } of points) {
		const [snapshot, keyframe] = [snapshots.get(documentId) ?? 0, keyframes.get(documentId) ?? 0];
		if (Math.max(snapshot, keyframe) === 0) continue;
		if (snapshot >= keyframe) ofSnapshots.push({ documentId, seq: snapshot });
		else ofKeyframes.push({ documentId, seq: keyframe });
	}
	const folds = [
		...(await readFolds(db, documentSnapshot, ofSnapshots)),
		...(await readFolds(db, documentKeyframe, ofKeyframes)),
	];
	return new Map(folds.map((fold) => [fold.documentId, fold]));
}

type LogPlace = Pick<LogPoint, 'documentId' | 'seq'>;
type FoldTable = typeof documentSnapshot | typeof documentKeyframe;

async function findFoldSeqs(
	db: Database,
	table: FoldTable,
	points: readonly LogPoint[],
): Promise<Map<string, number>> {
	const rows = await db
		.select({ documentId: table.documentId, seq: max(table.seq) })
		.from(table)
		.where(
			or(...points.map(({ documentId, seq }) => and(eq(table.documentId, documentId), lte(table.seq, seq)))),
		)
		.groupBy(table.documentId);
	return new Map(rows.map(({ documentId, seq }) => [documentId, seq ?? 0]));
}

async function readFolds(db: Database, table: FoldTable, places: readonly LogPlace[]): Promise<Fold[]> {
	if (places.length === 0) return [];
	return db
		.select({ documentId: table.documentId, seq: table.seq, bytes: table.bytes })
		.from(table)
		.where(
			or(...places.map(({ documentId, seq }) => and(eq(table.documentId, documentId), eq(table.seq, seq)))),
		);
}
