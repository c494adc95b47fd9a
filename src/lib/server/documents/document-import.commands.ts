import { and, eq, gt } from 'drizzle-orm';
import { TITLE_LONGEST } from '#lib/documents/document.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { oneLine } from '#lib/text.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { BroughtFile } from '../files/upload.ts';
import { createDocument, type DocumentPlace } from './document.commands.ts';
import { documentUpdate } from './document.tables.ts';
import { keepImages, takeBackImages } from './image.commands.ts';
import { importDocumentJob } from './document-file.jobs.ts';
import { getDocument } from './document.queries.ts';
import { readPartsAt } from './document-reader.ts';
import { findMoment } from './moment.queries.ts';

/** What became of a file. */
export interface ImportReport {
	title: string;
	blocks: number;
	/** One sentence for each kind of thing that was left out. */
	leftOut: string[];
}

/**
 * A note from a Word or Markdown file, whose first edit is the file's text.
 * @throws TerrimedError when the file is not one that can be read
 */
export async function importDocument(
	context: Context,
	departmentCode: string,
	brought: { file: BroughtFile; title?: string | undefined },
): Promise<{ id: string; report: ImportReport }> {
	await authorizeInSpace(context, 'document.create', departmentCode);
	const { name: fileName, bytes } = brought.file;
	const read = await context.files.run(importDocumentJob, { bytes, fileName, into: null });
	const title = titleOf([brought.title, read.title, fileName.replace(/\.[^.]+$/, '')]);
	const first = { bytes: read.update, clientId: read.clientId, accountId: accountOf(context) };
	const { id } = await createDocument(context, departmentCode, { kind: 'note', title }, first);
	await keepImages(context, { id, departmentCode }, read.images);
	return { id, report: { title, blocks: read.blocks, leftOut: read.leftOut } };
}

/**
 * The text of a file at the end of a part of a document: an edit like any other, by whoever brings it, which merges with what
 * others write meanwhile.
 */
export async function importIntoPart(
	context: Context,
	place: DocumentPlace,
	brought: { file: BroughtFile; heading: string },
): Promise<ImportReport> {
	const found = await getDocument(context, place.departmentCode, place.documentId);
	if (found.access !== 'write' || found.kind === 'plan') throw notFound();
	const { seq } = await findMoment(context.db, found.id, { kind: 'now' });
	const parts = await readPartsAt(context.db, found.id, seq);
	const { name: fileName, bytes } = brought.file;
	const into = { parts, heading: brought.heading };
	const read = await context.files.run(importDocumentJob, { bytes, fileName, into });
	const accountId = accountOf(context);
	await keepImages(context, found, read.images);
	try {
		await context.live.append({ documentId: found.id, update: read.update, accountId });
	} catch {
		if (!(await isStored(context.db, { documentId: found.id, after: seq, clientId: read.clientId }))) {
			await takeBackImages(context, found, read.images);
			throw new TerrimedError(
				'conflict',
				'Le texte n’a pas pu être ajouté. Le document est intact\u00a0: réessayez.',
			);
		}
	}
	return { title: found.title, blocks: read.blocks, leftOut: read.leftOut };
}

/** Whether the log has the edit though its answer was lost: its client id was drawn for it alone. */
async function isStored(
	db: Database,
	edit: { documentId: string; after: number; clientId: number },
): Promise<boolean> {
	const ofDocument = and(eq(documentUpdate.documentId, edit.documentId), gt(documentUpdate.seq, edit.after));
	const found = await db
		.select({ seq: documentUpdate.seq })
		.from(documentUpdate)
		.where(and(ofDocument, eq(documentUpdate.clientId, edit.clientId)))
		.limit(1);
	return found.length > 0;
}

function accountOf({ actor }: Context): string | null {
	return actor.kind === 'account' ? actor.accountId : null;
}

function titleOf(choices: readonly (string | null | undefined)[]): string {
	const found = choices
		.map((choice) => oneLine(choice ?? '').replace(/\s+/g, ' '))
		.find((choice) => choice !== '');
	return (found ?? 'Document importé').slice(0, TITLE_LONGEST).toWellFormed().trim();
}
