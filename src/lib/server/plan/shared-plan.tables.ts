import { sql } from 'drizzle-orm';
import {
	customType,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	uuid,
} from 'drizzle-orm/pg-core';
import { account } from '../accounts/account.tables.ts';
import { committee } from '../committee/committee.tables.ts';
import { instant } from '../database/columns.ts';
import { documentVersion } from '../documents/document.tables.ts';

const wordVector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** A committee that lets the others read the actions of its adopted plan: no row, no sharing. */
export const sharedPlan = pgTable('shared_plan', {
	departmentCode: text('department_code')
		.primaryKey()
		.references(() => committee.departmentCode),
	sharedAt: instant('shared_at').notNull(),
	sharedBy: uuid('shared_by')
		.notNull()
		.references(() => account.id),
	/** The adopted version that `shared_action` holds; null before the first. */
	versionId: uuid('version_id').references(() => documentVersion.id),
});

/** What an action of a shared plan says that another committee can take up: no person, no organisation, no money. */
export interface SharedActionContent {
	objective: string;
	/** Paragraphs. */
	description: string[];
	/** Titles of the milestones. */
	milestones: string[];
}

/** The actions of the adopted plans that are shared, as they were adopted. */
export const sharedAction = pgTable(
	'shared_action',
	{
		departmentCode: text('department_code')
			.notNull()
			.references(() => sharedPlan.departmentCode, { onDelete: 'cascade' }),
		position: integer('position').notNull(),
		number: text('number').notNull(),
		proposition: integer('proposition').notNull(),
		title: text('title').notNull(),
		measure: text('measure').notNull(),
		content: jsonb('content').$type<SharedActionContent>().notNull(),
		/** Name of the adopted version, and its day. */
		version: text('version').notNull(),
		adoptedOn: date('adopted_on').notNull(),
		/** Words as `search.rules.ts` folds them. */
		searched: text('searched').notNull(),
		words: wordVector('words')
			.notNull()
			.generatedAlwaysAs(sql`to_tsvector('french', searched)`),
	},
	(table) => [
		primaryKey({ columns: [table.departmentCode, table.position] }),
		index('shared_action_words').using('gin', table.words),
	],
);
