import { contentOf, outlineOf, type OutlineEntry } from '#lib/documents/document.content.ts';
import { documentPath } from '#lib/documents/document.rules.ts';
import { notFound } from '#lib/errors.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { getDocument } from './document.queries.ts';
import { loadCopy } from './document.log.ts';

/** Where a file may go: a note of its own, or the parts of one document. */
export interface ImportPage {
	target: { id: string; title: string; path: string; parts: OutlineEntry[] } | null;
}

/** @throws TerrimedError `not-found` for whoever may not write there */
export async function getImportPage(
	context: Context,
	place: { departmentCode: string; documentId: string | null },
): Promise<ImportPage> {
	await authorizeInSpace(context, 'document.create', place.departmentCode);
	if (place.documentId === null) return { target: null };
	const found = await getDocument(context, place.departmentCode, place.documentId);
	if (found.access !== 'write' || found.kind === 'plan') throw notFound();
	const copy = await loadCopy(context.db, found.id);
	try {
		const parts = outlineOf(contentOf(copy));
		return { target: { id: found.id, title: found.title, path: documentPath(found), parts } };
	} finally {
		copy.destroy();
	}
}
