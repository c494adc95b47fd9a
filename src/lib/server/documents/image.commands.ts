import { and, eq, inArray } from 'drizzle-orm';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { FILE_LIMITS } from '../files/file.limits.ts';
import { getDocumentById, type DocumentSummary } from './document.queries.ts';
import { document } from './document.tables.ts';
import { writeImageJob, type WrittenImage } from './image.jobs.ts';
import { countImages, findSameImage, getImage } from './image.queries.ts';
import { documentImage } from './image.tables.ts';

/** What a page needs to put an image into its text. */
export interface AddedImage {
	id: string;
	width: number;
	height: number;
}

/**
 * Keeps a picture for a document, written anew; the page then puts it into the text as an edit of its own.
 * @throws TerrimedError `not-found` for whoever may not write there; a sentence for what is no picture or too many
 */
export async function addImage(
	context: Context,
	documentId: string,
	brought: { bytes: Uint8Array },
): Promise<AddedImage> {
	const found = await authorizeWriter(context, documentId);
	const bytes = new Uint8Array(brought.bytes);
	const image = await context.files.run(writeImageJob, { bytes });
	return keep(context, found, image);
}

/**
 * Keeps for a document a picture of another that the actor may read: what is pasted from there. One of this document stays itself.
 * @throws TerrimedError `not-found`
 */
export async function copyImage(context: Context, documentId: string, imageId: string): Promise<AddedImage> {
	const found = await authorizeWriter(context, documentId);
	const image = await getImage(context, imageId);
	if (image.documentId !== found.id) return keep(context, found, image);
	const { id, width, height } = image;
	return { id, width, height };
}

async function authorizeWriter(context: Context, documentId: string): Promise<DocumentSummary> {
	const found = await getDocumentById(context, documentId);
	if (found.access !== 'write' || found.kind === 'plan') throw notFound();
	return found;
}

/** Until the end of the transaction: two who add at once stay within the bounds together. */
async function lockDocument(transaction: Database, documentId: string): Promise<void> {
	await transaction
		.select({ id: document.id })
		.from(document)
		.where(eq(document.id, documentId))
		.for('no key update');
}

function keep(context: Context, found: DocumentSummary, image: WrittenImage): Promise<AddedImage> {
	return context.db.transaction(async (transaction) => {
		await lockDocument(transaction, found.id);
		const same = await findSameImage(transaction, found.id, image.sha256);
		if (same !== null) return same;
		const held = await countImages(transaction, found.id);
		refuseTooMany({ count: held.count + 1, bytes: held.bytes + image.bytes.length });
		const id = newId(context.now().getTime());
		await insertImage(transaction, { context, found, id, image });
		return { id, width: image.width, height: image.height };
	});
}

function refuseTooMany({ count, bytes }: { count: number; bytes: number }): void {
	const { IMAGES, IMAGES_BYTES } = FILE_LIMITS;
	if (count <= IMAGES.value && bytes <= IMAGES_BYTES.value) return;
	throw new TerrimedError(
		'conflict',
		`Ce document a déjà beaucoup d’images (${IMAGES.value} ou 30\u00a0Mo au plus). Celle-ci n’a pas été ajoutée\u00a0: scindez le document.`,
	);
}

/** Keeps the pictures of a file that is brought into a document, under the ids that its text says: all or none. */
export async function keepImages(
	context: Context,
	found: { id: string; departmentCode: string },
	images: readonly (WrittenImage & { id: string })[],
): Promise<void> {
	if (images.length === 0) return;
	await context.db.transaction(async (transaction) => {
		await lockDocument(transaction, found.id);
		const held = await countImages(transaction, found.id);
		const bytes = images.reduce((sum, image) => sum + image.bytes.length, held.bytes);
		refuseTooMany({ count: held.count + images.length, bytes });
		for (const image of images) await insertImage(transaction, { context, found, id: image.id, image });
	});
}

/** The text that names these pictures could not be added: no text ever will, and they would count among those of the document. */
export async function takeBackImages(
	context: Context,
	found: { id: string; departmentCode: string },
	images: readonly { id: string }[],
): Promise<void> {
	if (images.length === 0) return;
	const ids = images.map(({ id }) => id);
	await context.db.transaction(async (transaction) => {
		await transaction
			.delete(documentImage)
			.where(and(eq(documentImage.documentId, found.id), inArray(documentImage.id, ids)));
		await writeAudit(transaction, {
			chain: found.departmentCode,
			actorId: accountOf(context),
			action: 'image.add-undone',
			subjectType: 'document',
			subjectId: found.id,
			details: { images: ids.join(' ') },
			happenedAt: context.now(),
		});
	});
}

/** Gives a new document the pictures of another that its text was taken from, each under its new id; inside the caller's transaction. */
export async function carryImages(
	transaction: Database,
	carried: {
		context: Context;
		from: string;
		to: { id: string; departmentCode: string };
		images: readonly { from: string; to: string }[];
	},
): Promise<void> {
	const { context, from, to: found } = carried;
	for (const { from: imageId, to: id } of carried.images) {
		const ofSource = and(eq(documentImage.id, imageId), eq(documentImage.documentId, from));
		const [image] = await transaction.select().from(documentImage).where(ofSource);
		// A text may name a picture that is not there: it did not show before either.
		if (image !== undefined) await insertImage(transaction, { context, found, id, image });
	}
}

/** One row and its trace, inside the caller's transaction. */
async function insertImage(
	transaction: Database,
	made: {
		context: Context;
		found: { id: string; departmentCode: string };
		id: string;
		image: WrittenImage;
	},
): Promise<void> {
	const { context, found, id, image } = made;
	const accountId = accountOf(context);
	const { bytes, type, width, height, sha256 } = image;
	const happenedAt = context.now();
	await transaction.insert(documentImage).values({
		id,
		departmentCode: found.departmentCode,
		documentId: found.id,
		bytes,
		size: bytes.length,
		type,
		width,
		height,
		sha256,
		createdAt: happenedAt,
		createdBy: accountId,
	});
	await writeAudit(transaction, {
		chain: found.departmentCode,
		actorId: accountId,
		action: 'image.add',
		subjectType: 'document',
		subjectId: found.id,
		details: { image: id, sha256, size: bytes.length },
		happenedAt,
	});
}

function accountOf({ actor }: Context): string | null {
	return actor.kind === 'account' ? actor.accountId : null;
}
