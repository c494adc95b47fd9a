import { and, desc, eq, gt, lte, sql } from 'drizzle-orm';
import type { Database } from '#lib/server/database/database.ts';
import { documentSnapshot, documentUpdate } from '#lib/server/documents/document.tables.ts';
import type { ProvenSnapshot, SnapshotOutcome } from '../ports/document-log.ts';

/** Postgres could not give both transactions the order that each saw: the other has written. */
const SERIALIZATION_FAILURE = '40001';

/**
 * Writes a snapshot in one transaction that sees one state of the log: the rows from the last snapshot to this one are those that
 * were folded, by number and digest. Locks nothing, so that no commit of the document waits for it.
 */
export async function writeProvenSnapshot(
	db: Database,
	snapshot: ProvenSnapshot,
	now: Date,
): Promise<SnapshotOutcome> {
	try {
		return await db.transaction((transaction) => write(transaction, snapshot, now), {
			isolationLevel: 'repeatable read',
		});
	} catch (error) {
		if (isSerializationFailure(error)) return 'superseded';
		throw error;
	}
}

async function write(transaction: Database, snapshot: ProvenSnapshot, now: Date): Promise<SnapshotOutcome> {
	const { documentId, seq, bytes, fromSeq, proof } = snapshot;
	const last = await lastSnapshot(transaction, documentId);
	if (last.seq > fromSeq) return 'superseded';
	const rows = await foldedRows(transaction, { documentId, after: fromSeq, until: seq });
	const isThere =
		last.seq === fromSeq &&
		last.digest === proof.snapshot &&
		rows.count === seq - fromSeq &&
		rows.digest === proof.updates;
	if (!isThere) return 'mismatch';
	const written = await transaction
		.insert(documentSnapshot)
		.values({ documentId, seq, bytes, createdAt: now })
		.onConflictDoNothing()
		.returning({ seq: documentSnapshot.seq });
	return written.length === 1 ? 'written' : 'superseded';
}

async function lastSnapshot(
	db: Database,
	documentId: string,
): Promise<{ seq: number; digest: string | null }> {
	const [last] = await db
		.select({
			seq: documentSnapshot.seq,
			digest: sql<string>`encode(sha256(sha256(${documentSnapshot.bytes})), 'hex')`,
		})
		.from(documentSnapshot)
		.where(eq(documentSnapshot.documentId, documentId))
		.orderBy(desc(documentSnapshot.seq))
		.limit(1);
	return last ?? { seq: 0, digest: null };
}

/** The same digest as `digestOf`, made by the database. */
async function foldedRows(
	db: Database,
	range: { documentId: string; after: number; until: number },
): Promise<{ count: number; digest: string | null }> {
	const { bytes, seq, documentId } = documentUpdate;
	const [rows] = await db
		.select({
			count: sql<number>`count(*)::int`,
			digest: sql<
				string | null
			>`encode(sha256(string_agg(sha256(${bytes}), ''::bytea order by ${seq})), 'hex')`,
		})
		.from(documentUpdate)
		.where(and(eq(documentId, range.documentId), gt(seq, range.after), lte(seq, range.until)));
	return rows ?? { count: 0, digest: null };
}

function isSerializationFailure(error: unknown): boolean {
	for (let at: unknown = error; at instanceof Error; at = at.cause) {
		if ('code' in at && at.code === SERIALIZATION_FAILURE) return true;
	}
	return false;
}
