import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { SubjectKind } from '#lib/evaluation/changes/change.catalogue.ts';
import { account } from '../../accounts/account.tables.ts';
import { committee } from '../../committee/committee.tables.ts';
import { instant } from '../../database/columns.ts';

/**
 * A review that somebody closed: where their next one starts from. Append-only, read by nobody else, and nothing of the committee's
 * hangs on it.
 */
export const evaluationReview = pgTable(
	'evaluation_review',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id),
		/** What was compared: from the first to the second instant. */
		sinceAt: instant('since_at').notNull(),
		untilAt: instant('until_at').notNull(),
		/** The reviewer's own words. */
		note: text('note').notNull(),
		closedAt: instant('closed_at').notNull(),
	},
	(table) => [index('evaluation_review_own').on(table.departmentCode, table.accountId, table.closedAt)],
);

/** A change that somebody keeps an eye on from one review to the next: their own mark, as the change was said that day. */
export const evaluationItem = pgTable(
	'evaluation_item',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id),
		subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
		subjectId: text('subject_id').notNull(),
		/** Of the change, in its comparison. */
		changeId: text('change_id').notNull(),
		subjectName: text('subject_name').notNull(),
		/** The change in words. */
		said: text('said').notNull(),
		note: text('note').notNull(),
		markedAt: instant('marked_at').notNull(),
		settledAt: instant('settled_at'),
	},
	(table) => [
		uniqueIndex('evaluation_item_open')
			.on(table.departmentCode, table.accountId, table.changeId)
			.where(sql`settled_at is null`),
	],
);
