import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { account } from '../accounts/account.tables.ts';
import { instant } from '../database/columns.ts';
import { comment } from './comment.tables.ts';

/** Who is to be told by mail that a comment names them. Of what it says, nothing is here. */
export const mentionMail = pgTable(
	'mention_mail',
	{
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		commentId: uuid('comment_id')
			.notNull()
			.references(() => comment.id, { onDelete: 'cascade' }),
		/** Named as a member of an organisation. */
		byOrganisation: boolean('by_organisation').notNull(),
		/** Since when it waits to be sent with others. */
		notedAt: instant('noted_at').notNull(),
		/** How often sending it has begun. */
		attempts: integer('attempts').notNull().default(0),
		/** Sent, or given up: nothing more to do. */
		endedAt: instant('ended_at'),
	},
	(table) => [
		primaryKey({ columns: [table.accountId, table.commentId] }),
		index('mention_mail_waiting')
			.on(table.notedAt)
			.where(sql`${table.endedAt} is null`),
	],
);
