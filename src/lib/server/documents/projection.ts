import type * as Y from 'yjs';
import type { ActivityDraft } from '#lib/documents/activity.rules.ts';
import type { DocumentKind } from '#lib/documents/document.rules.ts';
import type { UnknownContent } from '#lib/documents/unknown.content.ts';
import type { Database } from '../database/database.ts';

/** The document whose log is projected. */
export interface ProjectedDocument {
	id: string;
	departmentCode: string;
}

/** The document as it stands where the projection writes, for reading. */
export interface ReadForProjection extends ProjectedDocument {
	title: string;
	doc: Y.Doc;
}

/** What the rows are made of: raised when `write` gives other rows for the same document, so that they are written again at start. */
export const ROWS_SHAPE = 1;

/** How documents of one kind become SQL rows and activity; one for each `DocumentKind`. */
export interface Projection<Summary> {
	/** Reads what matters of a document. Pure: never changes it; never throws on content of a strange shape. */
	summarize(doc: Y.Doc): Summary;
	/** What stands in a document and is none of its kind. Reads, as `summarize` does. */
	unknown?(doc: Y.Doc): UnknownContent;
	/** What one person did between two summaries. */
	changes(before: Summary, after: Summary): ActivityDraft[];
	/** What figures of texts are counted from; two summaries of one text here count the same. Absent: nothing is. */
	counted?(summary: Summary): string;
	/** Replaces the document's SQL rows; inside the transaction that also moves the projection on. */
	write(transaction: Database, document: ReadForProjection, after: Summary): Promise<void>;
}

export type Projections = Readonly<Record<DocumentKind, Projection<unknown>>>;

/** The projection of each kind: the plan has its own, everything else is rich text. */
export function projectionsOf(kinds: { text: Projection<unknown>; plan: Projection<unknown> }): Projections {
	const { text, plan } = kinds;
	return { diagnosis: text, plan, project: text, contract: text, minutes: text, note: text };
}
