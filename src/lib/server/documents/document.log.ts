import { and, asc, desc, eq, gt } from 'drizzle-orm';
import * as Y from 'yjs';
import type { Database } from '../database/database.ts';
import { documentSnapshot, documentUpdate } from './document.tables.ts';

/** A copy of a document as its log says, for reading: whatever is done to it reaches nobody. Destroy it after use. */
export async function loadCopy(db: Database, documentId: string): Promise<Y.Doc> {
	const [snapshot] = await db
		.select({ seq: documentSnapshot.seq, bytes: documentSnapshot.bytes })
		.from(documentSnapshot)
		.where(eq(documentSnapshot.documentId, documentId))
		.orderBy(desc(documentSnapshot.seq))
		.limit(1);
	const updates = await db
		.select({ bytes: documentUpdate.bytes })
		.from(documentUpdate)
		.where(and(eq(documentUpdate.documentId, documentId), gt(documentUpdate.seq, snapshot?.seq ?? 0)))
		.orderBy(asc(documentUpdate.seq));
	const doc = new Y.Doc();
	doc.transact(() => {
		if (snapshot !== undefined) Y.applyUpdate(doc, snapshot.bytes);
		for (const { bytes } of updates) Y.applyUpdate(doc, bytes);
	});
	return doc;
}
