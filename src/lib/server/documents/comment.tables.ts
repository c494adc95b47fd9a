import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { account } from '../accounts/account.tables.ts';
import { committee, organisation } from '../committee/committee.tables.ts';
import { instant } from '../database/columns.ts';
import { document } from './document.tables.ts';

/** A discussion of a passage of a document. Kept here, never in the shared text: what people say of a text is theirs to withdraw. */
export const commentThread = pgTable(
	'comment_thread',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		documentId: uuid('document_id')
			.notNull()
			.references(() => document.id),
		/** As `comment-anchor.content.ts` encodes it. */
		anchor: text('anchor').notNull(),
		/** The passage as it was. */
		quote: text('quote').notNull(),
		createdAt: instant('created_at').notNull(),
		createdBy: uuid('created_by')
			.notNull()
			.references(() => account.id),
		resolvedAt: instant('resolved_at'),
		resolvedBy: uuid('resolved_by').references(() => account.id),
	},
	(table) => [index('comment_thread_document').on(table.documentId, table.createdAt)],
);

/** One thing said in a thread. Withdrawn, its row stays and its words go. */
export const comment = pgTable(
	'comment',
	{
		id: uuid('id').primaryKey(),
		threadId: uuid('thread_id')
			.notNull()
			.references(() => commentThread.id),
		authorId: uuid('author_id')
			.notNull()
			.references(() => account.id),
		body: text('body').notNull(),
		createdAt: instant('created_at').notNull(),
		editedAt: instant('edited_at'),
		removedAt: instant('removed_at'),
	},
	(table) => [index('comment_of_thread').on(table.threadId, table.createdAt)],
);

/** Who is named in a comment: a person or an organisation. */
export const commentMention = pgTable(
	'comment_mention',
	{
		commentId: uuid('comment_id')
			.notNull()
			.references(() => comment.id),
		accountId: uuid('account_id').references(() => account.id),
		organisationId: uuid('organisation_id').references(() => organisation.id),
	},
	(table) => [
		uniqueIndex('comment_mention_person').on(table.commentId, table.accountId),
		uniqueIndex('comment_mention_organisation').on(table.commentId, table.organisationId),
		index('comment_mention_account').on(table.accountId),
		check('comment_mention_one', sql`num_nonnulls(${table.accountId}, ${table.organisationId}) = 1`),
	],
);

/** Up to when somebody has read a thread. */
export const commentRead = pgTable(
	'comment_read',
	{
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		threadId: uuid('thread_id')
			.notNull()
			.references(() => commentThread.id),
		readUntil: instant('read_until').notNull(),
	},
	(table) => [primaryKey({ columns: [table.accountId, table.threadId] })],
);
