import { eq } from 'drizzle-orm';
import { isSameSitting, type ActivityDraft } from '#lib/documents/activity.rules.ts';
import type { Database } from '../database/database.ts';
import { apply, createDocumentReader, readLog, type LogRow, type ReadDocument } from './document-reader.ts';
import { documentProjection } from './document.tables.ts';
import type { Projection } from './projection.ts';

/** What one account did in a run of consecutive rows of the log, in one sitting. */
export interface Run {
	accountId: string;
	happenedAt: Date;
	drafts: ActivityDraft[];
}

/** Applies rows in runs of one account and notes what each run changed; what the server wrote is nobody's doing. */
export function followRows(
	projection: Projection<unknown>,
	read: ReadDocument,
	rows: LogRow[],
): { runs: Run[]; first: unknown; summary: unknown } {
	const runs: Run[] = [];
	const first = projection.summarize(read.doc);
	let summary = first;
	rows.forEach((row, index) => {
		apply(read, row);
		const next = rows[index + 1];
		// A log read late, after a crash, holds days at once: each sitting keeps its own moment.
		if (next?.accountId === row.accountId && isSameSitting(row.createdAt, next.createdAt)) return;
		const before = summary;
		summary = projection.summarize(read.doc);
		if (row.accountId === null) return;
		const drafts = projection.changes(before, summary);
		if (drafts.length > 0) runs.push({ accountId: row.accountId, happenedAt: row.createdAt, drafts });
	});
	return { runs, first, summary };
}

/** How far the log of a document is told by its rows and its activity. */
export async function projectedSeq(db: Database, documentId: string): Promise<number> {
	const [row] = await db
		.select({ seq: documentProjection.seq })
		.from(documentProjection)
		.where(eq(documentProjection.documentId, documentId));
	return row?.seq ?? 0;
}

/**
 * What people did in the part of a log that its activity does not tell yet, up to `until`: the second before a projection, or all
 * that a process which died has left to the next one. Read from the log itself, the earliest first; writes nothing.
 */
export async function readUntoldRuns(
	db: Database,
	part: { documentId: string; until: number; projection: Projection<unknown> },
): Promise<Run[]> {
	const { documentId, until, projection } = part;
	const from = await projectedSeq(db, documentId);
	if (from >= until) return [];
	const reader = createDocumentReader(db);
	try {
		const read = await reader.at(documentId, from);
		const runs: Run[] = [];
		while (read.seq < until) {
			const rows = await readLog(db, { documentId, after: read.seq, until });
			if (rows.length === 0) return runs;
			runs.push(...followRows(projection, read, rows).runs);
		}
		return runs;
	} finally {
		reader.close();
	}
}
