import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { SuggestionKind, SuggestionState } from '#lib/documents/suggestion.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { committee } from '../committee/committee.tables.ts';
import { instant } from '../database/columns.ts';
import { document } from './document.tables.ts';

/**
 * A change that somebody proposes, of words of a text or of a field of an action. Kept here, never in the shared document: what is
 * exported, printed, searched or adopted cannot hold it. Once decided, its row never changes.
 */
export const suggestion = pgTable(
	'suggestion',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		documentId: uuid('document_id')
			.notNull()
			.references(() => document.id),
		kind: text('kind').$type<SuggestionKind>().notNull(),
		/** Of words: as `comment-anchor.content.ts` encodes it. */
		anchor: text('anchor'),
		/** Of an insertion: where in the quoted passage. */
		at: integer('at').notNull().default(0),
		/** Of a field: the action and its field. */
		actionId: uuid('action_id'),
		field: text('field'),
		/** The passage as it was; of a field, its value in JSON. */
		quote: text('quote').notNull(),
		/** The words proposed; of a field, the value in JSON. */
		proposed: text('proposed').notNull(),
		reason: text('reason').notNull().default(''),
		authorId: uuid('author_id')
			.notNull()
			.references(() => account.id),
		createdAt: instant('created_at').notNull(),
		state: text('state').$type<SuggestionState>().notNull().default('open'),
		/** Until then somebody is accepting it, and nobody else decides. */
		claimedUntil: instant('claimed_until'),
		decidedAt: instant('decided_at'),
		decidedBy: uuid('decided_by').references(() => account.id),
		/** What was said with a refusal. */
		refusal: text('refusal').notNull().default(''),
		/** Row of the log that holds the accepted edit. */
		appliedSeq: bigint('applied_seq', { mode: 'number' }),
	},
	(table) => [
		index('suggestion_document').on(table.documentId, table.state, table.createdAt),
		check(
			'suggestion_target',
			sql`(${table.kind} = 'value') = (${table.anchor} is null) and (${table.kind} = 'value') = (${table.actionId} is not null) and (${table.kind} = 'value') = (${table.field} is not null)`,
		),
		check('suggestion_decided', sql`(${table.state} = 'open') = (${table.decidedAt} is null)`),
	],
);
