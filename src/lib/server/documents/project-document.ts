import { eq } from 'drizzle-orm';
import type { DocumentKind } from '#lib/documents/document.rules.ts';
import type { UnknownContent } from '#lib/documents/unknown.content.ts';
import type { Database } from '../database/database.ts';
import { recordActivity } from './activity.commands.ts';
import {
	keepKeyframe,
	LOG_ROWS,
	readLog,
	type DocumentReader,
	type LogRow,
	type ReadDocument,
} from './document-reader.ts';
import { followRows, projectedSeq } from './document-runs.ts';
import { document, documentProjection } from './document.tables.ts';
import { ROWS_SHAPE, type Projection, type ProjectedDocument, type Projections } from './projection.ts';
import { indexFirstTitle } from './search-index.commands.ts';

interface ProjectOptions {
	db: Database;
	now: () => Date;
	projections: Projections;
	reader: DocumentReader;
	documentId: string;
	/** Told what the document holds that is none of its kind, each time it has been projected. */
	foundUnknown: (documentId: string, unknown: UnknownContent) => void;
	figuresChanged?: (departmentCode: string) => void;
}

/**
 * Moves the projection of a document to the end of its log. Rows, activity and the new `seq` are written in
 * one transaction, after the work: a process killed anywhere leaves the step done or not done. Of two
 * processes that project the same rows, the second finds the `seq` moved on and starts over from there.
 */
export async function projectDocument(options: ProjectOptions): Promise<void> {
	const { db, documentId } = options;
	const target = await findTarget(db, documentId);
	if (target === null) return;
	for (;;) {
		const from = await projectedSeq(db, documentId);
		const read = await options.reader.at(documentId, from);
		const rows = await readLog(db, { documentId, after: from });
		if (rows.length === 0) return writeRowsAgain({ ...options, target, from, read });
		const done = await projectRows({ ...options, target, from, read, rows });
		if (done && rows.length < LOG_ROWS) return;
	}
}

/** @returns false when another process has projected meanwhile, maybe less than this one has read */
async function projectRows(
	step: ProjectOptions & { target: Target; from: number; read: ReadDocument; rows: LogRow[] },
): Promise<boolean> {
	const { db, now, reader, documentId, target, from, read, rows } = step;
	const projection = step.projections[target.kind];
	try {
		const { runs, first, summary } = followRows(projection, read, rows);
		const seq = read.seq;
		const done = await db.transaction(async (transaction) => {
			if ((await lockProjection(transaction, documentId, now())) !== from) return false;
			await writeRows(transaction, { projection, target, read, summary });
			for (const run of runs) await recordActivity(transaction, { ...target, documentId, ...run });
			await transaction
				.update(documentProjection)
				.set({ seq, projectedAt: now(), rowsShape: ROWS_SHAPE })
				.where(eq(documentProjection.documentId, documentId));
			return true;
		});
		if (!done) reader.forget(documentId);
		else {
			await keepKeyframe(db, { documentId, from, read, now: now() });
			if (projection.counted?.(first) !== projection.counted?.(summary))
				step.figuresChanged?.(target.departmentCode);
			if (projection.unknown) step.foundUnknown(documentId, projection.unknown(read.doc));
		}
		return done;
	} catch (error) {
		reader.forget(documentId);
		throw error;
	}
}

async function writeRows(
	transaction: Database,
	step: { projection: Projection<unknown>; target: Target; read: ReadDocument; summary: unknown },
): Promise<void> {
	const { target, read, summary } = step;
	await indexFirstTitle(transaction, target.id, target.title);
	await step.projection.write(transaction, { ...target, doc: read.doc }, summary);
}

/** Rows that an older program wrote, or that nobody has written yet, for a document whose log has nothing new. */
async function writeRowsAgain(
	step: ProjectOptions & { target: Target; from: number; read: ReadDocument },
): Promise<void> {
	const { db, now, documentId, target, from, read } = step;
	const projection = step.projections[target.kind];
	if ((await projectedShape(db, documentId)) === ROWS_SHAPE) return;
	await db.transaction(async (transaction) => {
		if ((await lockProjection(transaction, documentId, now())) !== from) return;
		await writeRows(transaction, { projection, target, read, summary: projection.summarize(read.doc) });
		await transaction
			.update(documentProjection)
			.set({ rowsShape: ROWS_SHAPE })
			.where(eq(documentProjection.documentId, documentId));
	});
}

type Target = ProjectedDocument & { kind: DocumentKind; title: string };

async function findTarget(db: Database, documentId: string): Promise<Target | null> {
	const [found] = await db
		.select({
			id: document.id,
			departmentCode: document.departmentCode,
			kind: document.kind,
			title: document.title,
		})
		.from(document)
		.where(eq(document.id, documentId));
	return found ?? null;
}

async function projectedShape(db: Database, documentId: string): Promise<number> {
	const [row] = await db
		.select({ shape: documentProjection.rowsShape })
		.from(documentProjection)
		.where(eq(documentProjection.documentId, documentId));
	return row?.shape ?? 0;
}

/** Locks the projection's row until the end of the transaction. @returns its `seq` */
async function lockProjection(transaction: Database, documentId: string, now: Date): Promise<number> {
	await transaction
		.insert(documentProjection)
		.values({ documentId, seq: 0, projectedAt: now })
		.onConflictDoNothing();
	const [row] = await transaction
		.select({ seq: documentProjection.seq })
		.from(documentProjection)
		.where(eq(documentProjection.documentId, documentId))
		.for('no key update');
	return row?.seq ?? 0;
}
