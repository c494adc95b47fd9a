import { boolean, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { account } from '../accounts/account.tables.ts';
import { instant } from '../database/columns.ts';
import { registryScope } from '../database/registry-scope.columns.ts';
import { department } from '../territory/territory.tables.ts';

export type Registry = 'senior-doctors' | 'interns';

/** What a saved view shows: the same words as the address of the page. A search in it may be a name. */
export interface ViewCriteria {
	filters: string;
	sort: string;
	columns: readonly string[];
}

/** A view of a registry that somebody saved, for themselves or for whoever reads that registry. */
export const registryView = pgTable(
	'registry_view',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => department.code),
		registry: text('registry').$type<Registry>().notNull(),
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		name: text('name').notNull(),
		shared: boolean('shared').notNull().default(false),
		criteria: jsonb('criteria').$type<ViewCriteria>().notNull(),
		createdAt: instant('created_at').notNull(),
	},
	(table) => [
		index('registry_view_place').on(table.departmentCode, table.registry),
		registryScope(table.departmentCode),
	],
).enableRLS();
