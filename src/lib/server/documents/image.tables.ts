import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { account } from '../accounts/account.tables.ts';
import { committee } from '../committee/committee.tables.ts';
import { bytes, instant } from '../database/columns.ts';
import { document } from './document.tables.ts';

/** An image of a document, as it was written anew when it came: never what was sent. It never changes. */
export const documentImage = pgTable(
	'document_image',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		documentId: uuid('document_id')
			.notNull()
			.references(() => document.id),
		bytes: bytes('bytes').notNull(),
		size: integer('size').notNull(),
		type: text('type').$type<'image/png' | 'image/jpeg'>().notNull(),
		width: integer('width').notNull(),
		height: integer('height').notNull(),
		/** Of the bytes, in hexadecimal: the same picture added to one document again is kept once. */
		sha256: text('sha256').notNull(),
		createdAt: instant('created_at').notNull(),
		createdBy: uuid('created_by').references(() => account.id),
	},
	(table) => [
		index('document_image_same').on(table.documentId, table.sha256),
		index('document_image_document').on(table.documentId, table.createdAt),
	],
);
