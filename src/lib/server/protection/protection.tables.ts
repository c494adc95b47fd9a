import { date, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { RequestKind, RequestReason } from '#lib/protection/protection.rules.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { instant } from '../database/columns.ts';
import { registryScope } from '../database/registry-scope.columns.ts';
import { department } from '../territory/territory.tables.ts';

/**
 * What was done of the rights of a person of a registry: a copy given, an opposition, an erasure. No name and no free text: `recordId` is the
 * pseudonym of the log, of which nothing says any more whose it is once the record is gone.
 */
export const registryRequest = pgTable(
	'registry_request',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => department.code),
		registry: text('registry').$type<RegistryName>().notNull(),
		recordId: uuid('record_id').notNull(),
		kind: text('kind').$type<RequestKind>().notNull(),
		reason: text('reason').$type<RequestReason>().notNull(),
		/** The day on which the person asked (ISO); null when nobody did. */
		askedOn: date('asked_on'),
		doneAt: instant('done_at').notNull(),
		/** Null for the nightly purge. */
		accountId: uuid('account_id').references(() => account.id),
		/** Rows that went, by what they were. */
		counts: jsonb('counts').$type<Record<string, number>>().notNull().default({}),
	},
	(table) => [
		index('registry_request_record').on(table.recordId),
		index('registry_request_list').on(table.departmentCode, table.doneAt),
		registryScope(table.departmentCode),
	],
).enableRLS();
