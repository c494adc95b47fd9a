import { date, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { account } from '../accounts/account.tables.ts';

/** Who has had, or will have, the letter about the interns of a week, so that nobody has two. Of what it says, nothing is here. */
export const internLetter = pgTable(
	'intern_letter',
	{
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		/** Its Monday. */
		weekOn: date('week_on').notNull(),
	},
	(table) => [primaryKey({ columns: [table.accountId, table.weekOn] })],
);
