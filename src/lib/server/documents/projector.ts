import { asc, eq, gt, isNull, ne, or, sql } from 'drizzle-orm';
import { isId } from '#lib/identifiers.ts';
import { totalUnknown, type UnknownContent } from '#lib/documents/unknown.content.ts';
import type { Database } from '../database/database.ts';
import { document, documentProjection } from './document.tables.ts';
import { createDocumentReader } from './document-reader.ts';
import { projectDocument } from './project-document.ts';
import { ROWS_SHAPE, type Projections } from './projection.ts';

/** Changes are gathered this long, in milliseconds: a page that lists actions may lag by so much. */
const DELAY = 1_000;

/** After a failure (a database that restarts), in milliseconds. */
const RETRY_DELAY = 10_000;

export interface ProjectorOptions {
	db: Database;
	now: () => Date;
	projections: Projections;
	/** Told of each failure; the document is tried again later. */
	reportError: (error: unknown) => void;
	/** Told of content that is none of its document's kind, when there is some and it is other than before. Counts, no content. */
	reportUnknown?: (report: { documentId: string } & UnknownContent) => void;
	/** Told of the space of a document, once what figures are counted from has changed in it. */
	figuresChanged?: (departmentCode: string) => void;
	delay?: number;
	/** With several processes, how often to look for documents that one which died has left behind, in milliseconds. */
	sweepEvery?: number | null;
}

/** Projects logs to SQL rows and to activity, some time after each commit. */
export interface Projector {
	/** To call once a document's update is committed; costs nothing. */
	documentChanged(documentId: string): void;
	/** Projects every document whose log is ahead of its projection: at start, after a crash. */
	catchUp(): Promise<void>;
	/** Documents last seen with content that is none of their kind. */
	readonly documentsWithUnknown: number;
	/** Projects at once what waits. */
	flush(): Promise<void>;
	/** Projects what waits and stops. */
	close(): Promise<void>;
}

export function createProjector(options: ProjectorOptions): Projector {
	const { db, reportError } = options;
	const reader = createDocumentReader(db);
	const waiting = new Set<string>();
	let timer: NodeJS.Timeout | null = null;
	let running: Promise<void> = Promise.resolve();
	let closed = false;
	const sweepEvery = options.sweepEvery ?? null;
	let sweep: NodeJS.Timeout | null = null;

	const unknownIn = new Map<string, string>();
	const foundUnknown = (documentId: string, unknown: UnknownContent): void => {
		const said = JSON.stringify(unknown);
		if (totalUnknown(unknown) === 0) unknownIn.delete(documentId);
		else if (unknownIn.get(documentId) !== said) {
			unknownIn.set(documentId, said);
			options.reportUnknown?.({ documentId, ...unknown });
		}
	};
	const schedule = (delay: number): void => {
		if (closed || timer !== null) return;
		timer = setTimeout(() => void flush(), delay);
		timer.unref();
	};
	const pass = async (): Promise<void> => {
		const ids = [...waiting];
		waiting.clear();
		for (const documentId of ids) {
			try {
				await projectDocument({ ...options, reader, documentId, foundUnknown });
			} catch (error) {
				reader.forget(documentId);
				waiting.add(documentId);
				reportError(error);
			}
		}
		if (waiting.size > 0) schedule(RETRY_DELAY);
	};
	/** One pass after another: two projections of this process never wait for each other's locks. */
	const flush = (): Promise<void> => {
		if (timer !== null) clearTimeout(timer);
		timer = null;
		running = running.then(pass);
		return running;
	};
	const catchUp = async (): Promise<void> => {
		for (const documentId of await listBehind(db)) waiting.add(documentId);
		await flush();
	};
	const sweepLater = (): void => {
		if (closed || sweepEvery === null) return;
		sweep = setTimeout(() => void catchUp().catch(reportError).finally(sweepLater), sweepEvery);
		sweep.unref();
	};
	sweepLater();
	return {
		get documentsWithUnknown() {
			return unknownIn.size;
		},
		documentChanged(documentId) {
			if (closed || !isId(documentId)) return;
			waiting.add(documentId);
			schedule(options.delay ?? DELAY);
		},
		catchUp,
		flush,
		async close() {
			closed = true;
			if (sweep !== null) clearTimeout(sweep);
			await flush();
			reader.close();
		},
	};
}

async function listBehind(db: Database): Promise<string[]> {
	const rows = await db
		.select({ id: document.id })
		.from(document)
		.leftJoin(documentProjection, eq(documentProjection.documentId, document.id))
		.where(
			or(
				gt(document.lastSeq, documentProjection.seq),
				isNull(documentProjection.seq),
				ne(documentProjection.rowsShape, ROWS_SHAPE),
			),
		)
		// What is put away is looked for last.
		.orderBy(sql`${document.state} = 'archived'`, asc(document.id));
	return rows.map((row) => row.id);
}
