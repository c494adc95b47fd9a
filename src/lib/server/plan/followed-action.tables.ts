import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { account } from '../accounts/account.tables.ts';
import { committee } from '../committee/committee.tables.ts';
import { instant } from '../database/columns.ts';

/** Actions that somebody follows: their own mark, which nobody else sees. */
export const followedAction = pgTable(
	'followed_action',
	{
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		/** Key of the action in the plan; it may be gone since. */
		actionId: text('action_id').notNull(),
		followedAt: instant('followed_at').notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.departmentCode, table.accountId, table.actionId] }),
		index('followed_action_account').on(table.accountId),
	],
);
