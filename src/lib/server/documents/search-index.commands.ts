import { and, eq, gt, inArray } from 'drizzle-orm';
import type { Passage } from '#lib/documents/passages.content.ts';
import { searchable } from '#lib/documents/search.rules.ts';
import type { Database } from '../database/database.ts';
import { searchPassage, TITLE_POSITION } from './search.tables.ts';

/** Rows sent in one statement. */
const ROWS_AT_ONCE = 100;

/** Makes a document findable by a title, instead of the one before. */
export async function indexTitle(transaction: Database, documentId: string, title: string): Promise<void> {
	const row = rowOf(documentId, TITLE_POSITION, { anchor: '', number: '', heading: title, content: '' });
	const { heading, searchedHeading } = row;
	await transaction
		.insert(searchPassage)
		.values(row)
		.onConflictDoUpdate({
			target: [searchPassage.documentId, searchPassage.position],
			set: { heading, searchedHeading },
		});
}

/** The same for a document that has no title there yet: whoever renames it meanwhile is right. */
export async function indexFirstTitle(
	transaction: Database,
	documentId: string,
	title: string,
): Promise<void> {
	const row = rowOf(documentId, TITLE_POSITION, { anchor: '', number: '', heading: title, content: '' });
	await transaction.insert(searchPassage).values(row).onConflictDoNothing();
}

/** Makes a document findable by its passages: writes those that are other than before, and no others. */
export async function indexPassages(
	transaction: Database,
	documentId: string,
	passages: readonly Passage[],
): Promise<void> {
	const { position, anchor, number, heading, content } = searchPassage;
	const held = await transaction
		.select({ position, anchor, number, heading, content })
		.from(searchPassage)
		.where(and(eq(searchPassage.documentId, documentId), gt(position, TITLE_POSITION)));
	const before = new Map(held.map((row) => [row.position, textOf(row)]));
	const changed = passages
		.map((passage, index) => rowOf(documentId, index + 1, passage))
		.filter((row) => before.get(row.position) !== textOf(row));
	const gone = [...before.keys()].filter((place) => place > passages.length);
	const places = [...changed.map((row) => row.position).filter((place) => before.has(place)), ...gone];
	if (places.length > 0) {
		await transaction
			.delete(searchPassage)
			.where(and(eq(searchPassage.documentId, documentId), inArray(position, places)));
	}
	for (let start = 0; start < changed.length; start += ROWS_AT_ONCE) {
		await transaction.insert(searchPassage).values(changed.slice(start, start + ROWS_AT_ONCE));
	}
}

function rowOf(documentId: string, position: number, passage: Passage) {
	return {
		documentId,
		position,
		...passage,
		searchedHeading: searchable(passage.heading),
		searchedContent: searchable(passage.content),
	};
}

function textOf({ anchor, number, heading, content }: Passage): string {
	return JSON.stringify([anchor, number, heading, content]);
}
