import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { instant } from '../database/columns.ts';
import { registryScope } from '../database/registry-scope.columns.ts';
import { department } from '../territory/territory.tables.ts';

/**
 * Which records a search by name, an export or the list of a commune has shown. The log says that it happened; this says of whom, apart from the chain so that it can
 * be removed once it has been kept long enough.
 */
export const registryReading = pgTable(
	'registry_reading',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => department.code),
		registry: text('registry').$type<RegistryName>().notNull(),
		way: text('way').$type<'search' | 'export' | 'list'>().notNull(),
		accountId: uuid('account_id').references(() => account.id),
		readAt: instant('read_at').notNull(),
		recordIds: uuid('record_ids').array().notNull(),
	},
	(table) => [
		index('registry_reading_place').on(table.departmentCode, table.readAt),
		registryScope(table.departmentCode),
	],
).enableRLS();
