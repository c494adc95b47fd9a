import { and, asc, eq, sql } from 'drizzle-orm';
import type { ImageFile } from '#lib/documents/portable.content.ts';
import { notFound } from '#lib/errors.ts';
import { isId } from '#lib/identifiers.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { getDocumentById } from './document.queries.ts';
import { documentImage } from './image.tables.ts';

/** An image as it is kept. */
export interface StoredImage extends ImageFile {
	id: string;
	documentId: string;
	sha256: string;
}

const COLUMNS = {
	id: documentImage.id,
	documentId: documentImage.documentId,
	bytes: documentImage.bytes,
	type: documentImage.type,
	width: documentImage.width,
	height: documentImage.height,
	sha256: documentImage.sha256,
};

/** An image, for whoever may read its document: for the others it is not there. @throws TerrimedError `not-found` */
export async function getImage(context: Context, imageId: string): Promise<StoredImage> {
	if (!isId(imageId)) throw notFound();
	const [place] = await context.db
		.select({ documentId: documentImage.documentId })
		.from(documentImage)
		.where(eq(documentImage.id, imageId));
	if (place === undefined) throw notFound();
	await getDocumentById(context, place.documentId);
	const [row] = await context.db.select(COLUMNS).from(documentImage).where(eq(documentImage.id, imageId));
	if (row === undefined) throw notFound();
	return row;
}

/** Every image of a document, by id: what an export carries. */
export async function readImages(db: Database, documentId: string): Promise<Record<string, ImageFile>> {
	const rows = await db
		.select(COLUMNS)
		.from(documentImage)
		.where(eq(documentImage.documentId, documentId))
		.orderBy(asc(documentImage.createdAt));
	return Object.fromEntries(
		rows.map(({ id, bytes, type, width, height }) => [id, { bytes, type, width, height }]),
	);
}

/** How many images a document has, and their bytes together. */
export async function countImages(
	db: Database,
	documentId: string,
): Promise<{ count: number; bytes: number }> {
	const [row] = await db
		.select({
			count: sql<number>`count(*)`.mapWith(Number),
			bytes: sql<number>`coalesce(sum(${documentImage.size}), 0)`.mapWith(Number),
		})
		.from(documentImage)
		.where(eq(documentImage.documentId, documentId));
	return row ?? { count: 0, bytes: 0 };
}

/** The same picture, when the document has it already. */
export async function findSameImage(
	db: Database,
	documentId: string,
	sha256: string,
): Promise<{ id: string; width: number; height: number } | null> {
	const { id, width, height } = documentImage;
	const [row] = await db
		.select({ id, width, height })
		.from(documentImage)
		.where(and(eq(documentImage.documentId, documentId), eq(documentImage.sha256, sha256)));
	return row ?? null;
}
