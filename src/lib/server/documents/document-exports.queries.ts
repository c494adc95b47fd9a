import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { EXPORT_FORMATS, EXPORT_MEDIA_TYPE } from '#lib/documents/document-file.rules.ts';
import { LONG_IMAGES_BYTES, LONG_TEXT_BYTES, type PreparedExport } from '#lib/documents/export.rules.ts';
import { percentOf } from '#lib/jobs/job.rules.ts';
import { fileName } from '#lib/documents/portable.head.ts';
import { notFound } from '#lib/errors.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { findOwnJob, listOwnJobs, progressOf, readJobFile, type Job } from '../jobs/job.queries.ts';
import { job } from '../jobs/job.tables.ts';
import { actionOn } from '../policies/policy.ts';
import { getDocument, type DocumentSummary } from './document.queries.ts';
import { documentSnapshot, documentUpdate } from './document.tables.ts';
import { EXPORT_FILE, exportJob } from './export-job.ts';
import { countImages } from './image.queries.ts';

interface Place {
	departmentCode: string;
	documentId: string;
}

/** Exports shown of a document: the last ones asked for. */
const SHOWN = 20;

/** A document that has exports, for whoever reads it; the plan has its own. @throws TerrimedError `not-found` */
export async function authorizeExports(context: Context, place: Place): Promise<DocumentSummary> {
	const found = await getDocument(context, place.departmentCode, place.documentId);
	await authorizeInSpace(context, actionOn(found.kind, 'read'), found.departmentCode);
	if (found.kind === 'plan' || context.actor.kind === 'anonymous') throw notFound();
	return found;
}

/** Whether the files of a document take so long that they are prepared beside its page. */
export async function isLongToExport(context: Context, found: DocumentSummary): Promise<boolean> {
	await authorizeInSpace(context, actionOn(found.kind, 'read'), found.departmentCode);
	const text = await textBytes(context.db, found.id);
	if (text > LONG_TEXT_BYTES) return true;
	return (await countImages(context.db, found.id)).bytes > LONG_IMAGES_BYTES;
}

/** The last fold and what follows it: an upper bound of what the text is. */
async function textBytes(db: Database, documentId: string): Promise<number> {
	const [fold] = await db
		.select({
			seq: documentSnapshot.seq,
			bytes: sql<number>`octet_length(${documentSnapshot.bytes})`.mapWith(Number),
		})
		.from(documentSnapshot)
		.where(eq(documentSnapshot.documentId, documentId))
		.orderBy(desc(documentSnapshot.seq))
		.limit(1);
	const [rest] = await db
		.select({
			bytes: sql<number>`coalesce(sum(octet_length(${documentUpdate.bytes})), 0)`.mapWith(Number),
		})
		.from(documentUpdate)
		.where(and(eq(documentUpdate.documentId, documentId), gt(documentUpdate.seq, fold?.seq ?? 0)));
	return (fold?.bytes ?? 0) + (rest?.bytes ?? 0);
}

/** The files of a document that the actor has asked for, the last first. @throws TerrimedError `not-found` */
export async function getExportsPage(
	context: Context,
	place: Place,
): Promise<{ document: DocumentSummary; exports: PreparedExport[] }> {
	const found = await authorizeExports(context, place);
	return { document: found, exports: (await listOwnExports(context, found.id)).map(viewOf) };
}

/** One's own exports of a document that are still kept, the last first. */
export async function listOwnExports(context: Context, documentId: string): Promise<Job[]> {
	return listOwnJobs(context, {
		kind: exportJob.name,
		place: sql`${job.input} ->> 'documentId' = ${documentId}`,
		most: SHOWN,
	});
}

function viewOf(one: Job): PreparedExport {
	const { state, isStopping, fault } = progressOf(one);
	return {
		id: one.id,
		format: formatOf(one),
		withComments: one.input.comments === true,
		askedAt: one.createdAt,
		...{ state, isStopping, fault, percent: percentOf(one) },
	};
}

function formatOf({ input }: Job): PreparedExport['format'] {
	return EXPORT_FORMATS.find((format) => format === input.format) ?? 'pdf';
}

/** One's own export of a document, whatever its state. @throws TerrimedError `not-found` */
export async function getOwnExport(context: Context, place: Place, id: string): Promise<Job> {
	const found = await authorizeExports(context, place);
	const one = await findOwnJob(context, id, exportJob.name);
	if (one === null || one.input.documentId !== found.id) throw notFound();
	return one;
}

/** A file that is ready, part by part, for whoever asked for it and may still read its document. @throws TerrimedError `not-found` */
export async function fetchExport(
	context: Context,
	place: Place,
	id: string,
): Promise<{ name: string; mediaType: string; parts: AsyncIterable<Uint8Array> }> {
	const one = await getOwnExport(context, place, id);
	if (one.state !== 'done') throw notFound();
	const { title } = await authorizeExports(context, place);
	const format = formatOf(one);
	return {
		name: fileName(title, format),
		mediaType: EXPORT_MEDIA_TYPE[format],
		parts: readJobFile(context.db, one.id, EXPORT_FILE),
	};
}
