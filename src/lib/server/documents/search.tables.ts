import { sql } from 'drizzle-orm';
import { customType, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { document } from './document.tables.ts';

/** The title is the first row of a document. */
export const TITLE_POSITION = 0;

const wordVector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/**
 * What the search reads: the title of a document (position 0) and its passages, projected from its log. `searched…` are words as
 * `search.rules.ts` folds them, so that no extension is needed. `documentId` leads to the département.
 */
export const searchPassage = pgTable(
	'search_passage',
	{
		documentId: uuid('document_id')
			.notNull()
			.references(() => document.id),
		position: integer('position').notNull(),
		/** Id of the heading in the text, or of the action in the plan; empty for what has none. */
		anchor: text('anchor').notNull(),
		number: text('number').notNull(),
		heading: text('heading').notNull(),
		content: text('content').notNull(),
		searchedHeading: text('searched_heading').notNull(),
		searchedContent: text('searched_content').notNull(),
		words: wordVector('words')
			.notNull()
			.generatedAlwaysAs(
				sql`setweight(to_tsvector('french', searched_heading), 'A') || setweight(to_tsvector('french', searched_content), 'B')`,
			),
	},
	(table) => [
		primaryKey({ columns: [table.documentId, table.position] }),
		index('search_passage_words').using('gin', table.words),
	],
);
