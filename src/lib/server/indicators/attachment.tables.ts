import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { AttachmentType } from '#lib/indicators/attachment.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { committee } from '../committee/committee.tables.ts';
import { bytes, instant } from '../database/columns.ts';
import { indicatorValue } from './indicator.tables.ts';

/** What a value was taken from, as it was brought; an image is written anew. Append-only, as its value is. */
export const indicatorAttachment = pgTable(
	'indicator_attachment',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		code: text('code').notNull(),
		valueId: uuid('value_id')
			.notNull()
			.references(() => indicatorValue.id),
		name: text('name').notNull(),
		type: text('type').$type<AttachmentType>().notNull(),
		bytes: bytes('bytes').notNull(),
		size: integer('size').notNull(),
		/** Of the bytes, in hexadecimal. */
		sha256: text('sha256').notNull(),
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id),
		createdAt: instant('created_at').notNull(),
	},
	(table) => [index('indicator_attachment_place').on(table.departmentCode, table.code)],
);
