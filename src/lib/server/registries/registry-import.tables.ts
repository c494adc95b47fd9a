import { sql } from 'drizzle-orm';
import {
	boolean,
	foreignKey,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	unique,
	uuid,
	type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type {
	ImportCounts,
	ImportedRegistry,
	ImportRowState,
	ImportState,
} from '#lib/registries/import.rules.ts';
import type { Likeness } from '#lib/registries/likeness.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { bytes, instant } from '../database/columns.ts';
import { registryScope } from '../database/registry-scope.columns.ts';
import { department, region } from '../territory/territory.tables.ts';

/**
 * A file brought to a registry of a region, and what became of it. `departmentCode` is where its rows are kept under row-level security
 * until they are written: the first of the region, since a row that is not understood yet belongs to no other.
 */
export const registryImport = pgTable(
	'registry_import',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => department.code),
		regionCode: text('region_code')
			.notNull()
			.references(() => region.code),
		registry: text('registry').$type<ImportedRegistry>().notNull(),
		/** « Lot 27 »: counts from 1 in each registry of a region. */
		number: integer('number').notNull(),
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id),
		fileName: text('file_name').notNull(),
		fileSize: integer('file_size').notNull(),
		state: text('state').$type<ImportState>().notNull(),
		titles: jsonb('titles').$type<string[]>().notNull(),
		/** What each column becomes, null for nothing. */
		mapping: jsonb('mapping').$type<(string | null)[]>().notNull(),
		counts: jsonb('counts').$type<ImportCounts>().notNull().default({}),
		/** What is done with records that are there already when nobody chooses one by one. */
		mergeRule: text('merge_rule').notNull().default('suggested'),
		/** Set when the rows that are right are to be written without a further question. */
		appliesAtOnce: boolean('applies_at_once').notNull().default(false),
		faultCode: text('fault_code'),
		fault: text('fault'),
		/**
		 * Line up to which the rows that were ready have become records: said once for all of them, since a second version of each row
		 * would cost as much as its record.
		 */
		writtenThrough: integer('written_through').notNull().default(0),
		/** The job at work on it now, or the last that was. */
		jobId: uuid('job_id'),
		createdAt: instant('created_at').notNull(),
		checkedAt: instant('checked_at'),
		appliedAt: instant('applied_at'),
		undoneAt: instant('undone_at'),
	},
	(table) => [
		unique('registry_import_number').on(table.regionCode, table.registry, table.number),
		unique('registry_import_place').on(table.id, table.departmentCode),
		index('registry_import_list').on(table.regionCode, table.registry, table.createdAt),
		registryScope(table.departmentCode),
	],
).enableRLS();

const ofImport = (name: string, table: { importId: AnyPgColumn; departmentCode: AnyPgColumn }) =>
	foreignKey({
		name,
		columns: [table.importId, table.departmentCode],
		foreignColumns: [registryImport.id, registryImport.departmentCode],
	}).onDelete('cascade');

/** The file, in parts as it came; removed once its rows are checked. */
export const registryImportPart = pgTable(
	'registry_import_part',
	{
		importId: uuid('import_id').notNull(),
		departmentCode: text('department_code').notNull(),
		seq: integer('seq').notNull(),
		bytes: bytes('bytes').notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.importId, table.seq] }),
		ofImport('registry_import_part_import', table),
		registryScope(table.departmentCode),
	],
).enableRLS();

/** A row of the file: what it says, what is wrong with it, what becomes of it, and what it replaced. */
export const registryImportRow = pgTable(
	'registry_import_row',
	{
		importId: uuid('import_id').notNull(),
		departmentCode: text('department_code').notNull(),
		/** Line of the file. */
		line: integer('line').notNull(),
		state: text('state').$type<ImportRowState>().notNull(),
		/** What people recognise it by. */
		name: text('name').notNull(),
		/** Folded, for the record. */
		sortName: text('sort_name').notNull(),
		searched: text('searched').notNull(),
		/** What is written; null while something that a record needs is wrong. */
		values: jsonb('values').$type<Record<string, unknown>>(),
		/** The cells as they came, for rows to mend, with what was written over them. */
		cells: jsonb('cells').$type<string[]>(),
		problems: jsonb('problems').$type<ImportProblem[]>(),
		/** The record that it makes, or that it looks like. */
		recordId: uuid('record_id'),
		likeness: text('likeness').$type<Likeness>(),
		/** Version of that record when it was compared, then when it was written. */
		version: integer('version'),
		/** Fields that are taken from the file; null while nobody has chosen. */
		taken: jsonb('taken').$type<string[]>(),
		/** Values and sources of the record before it was written over; null for a new one. */
		before: jsonb('before').$type<{ values: Record<string, unknown>; sources: Record<string, unknown> }>(),
	},
	(table) => [
		primaryKey({ columns: [table.importId, table.line] }),
		ofImport('registry_import_row_import', table),
		// Those that people look for: rows that are ready are read by line.
		index('registry_import_row_state')
			.on(table.importId, table.state, table.line)
			.where(sql`state <> 'ready'`),
		registryScope(table.departmentCode),
	],
).enableRLS();

/** What is wrong with a cell; `column` is null for what concerns the whole row. */
export interface ImportProblem {
	column: number | null;
	said: string;
	fault: string;
	sentence: string;
	proposal?: string;
	mayBeEmpty: boolean;
}

/** What was chosen for a title of a column, for the next file of the region. */
export const columnChoice = pgTable(
	'column_choice',
	{
		regionCode: text('region_code')
			.notNull()
			.references(() => region.code),
		registry: text('registry').$type<ImportedRegistry>().notNull(),
		title: text('title').notNull(),
		field: text('field'),
	},
	(table) => [primaryKey({ columns: [table.regionCode, table.registry, table.title] })],
);
