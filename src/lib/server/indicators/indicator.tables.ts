import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	date,
	doublePrecision,
	foreignKey,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	unique,
	uuid,
} from 'drizzle-orm/pg-core';
import type { Computation, ComputedFrom } from '#lib/indicators/computation.rules.ts';
import type { Direction, Target, ValueState } from '#lib/indicators/indicator.rules.ts';
import type { Frequency } from '#lib/indicators/period.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { committee } from '../committee/committee.tables.ts';
import { instant } from '../database/columns.ts';

/**
 * An indicator that a committee has touched. One of the catalogue has no row before that: it is then what the
 * catalogue says. Its row is locked by whoever writes a value, so that two people never overwrite each other.
 */
export const indicator = pgTable(
	'indicator',
	{
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		/** `I5.2` of the catalogue, `L3` of the committee's own. */
		code: text('code').notNull(),
		/** The definition that holds now. */
		version: integer('version').notNull().default(1),
		createdAt: instant('created_at').notNull(),
		createdBy: uuid('created_by').references(() => account.id),
	},
	(table) => [primaryKey({ columns: [table.departmentCode, table.code] })],
);

/** What an indicator is, by version. Append-only: values keep the version they were entered under. */
export const indicatorDefinition = pgTable(
	'indicator_definition',
	{
		departmentCode: text('department_code').notNull(),
		code: text('code').notNull(),
		version: integer('version').notNull(),
		name: text('name').notNull(),
		/** 1 to 10. */
		proposition: integer('proposition').notNull(),
		unit: text('unit').notNull(),
		direction: text('direction').$type<Direction>().notNull(),
		formula: text('formula').notNull(),
		source: text('source').notNull(),
		frequency: text('frequency').$type<Frequency>().notNull(),
		baselineOn: date('baseline_on'),
		baselineValue: doublePrecision('baseline_value'),
		targets: jsonb('targets').$type<readonly Target[]>().notNull(),
		/** Percent of the whole way. */
		watchFrom: integer('watch_from').notNull(),
		lateFrom: integer('late_from').notNull(),
		isPublic: boolean('is_public').notNull(),
		/** The formula that its values are computed by; null when they are entered. */
		computation: text('computation').$type<Computation>(),
		/** Who sees to its values. */
		ownerId: uuid('owner_id').references(() => account.id),
		definedAt: instant('defined_at').notNull(),
		/** Null for what the catalogue says. */
		definedBy: uuid('defined_by').references(() => account.id),
	},
	(table) => [
		primaryKey({ columns: [table.departmentCode, table.code, table.version] }),
		foreignKey({
			name: 'indicator_definition_indicator',
			columns: [table.departmentCode, table.code],
			foreignColumns: [indicator.departmentCode, indicator.code],
		}),
		check(
			'indicator_definition_baseline',
			sql`(${table.baselineOn} is null) = (${table.baselineValue} is null)`,
		),
	],
);

/** A value of a period. Append-only: a correction is a row of the next version, and the one of the highest version holds. */
export const indicatorValue = pgTable(
	'indicator_value',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code').notNull(),
		code: text('code').notNull(),
		/** `2026-11`, `2026-T4`, `2026-S2` or `2026`. */
		period: text('period').notNull(),
		/** From 1, for each period. */
		version: integer('version').notNull(),
		value: doublePrecision('value').notNull(),
		state: text('state').$type<ValueState>().notNull(),
		source: text('source').notNull(),
		comment: text('comment').notNull(),
		definitionVersion: integer('definition_version').notNull(),
		/** Null for a value that was computed. */
		accountId: uuid('account_id').references(() => account.id),
		/** What it was computed from; null for a value that somebody entered. */
		computedFrom: jsonb('computed_from').$type<ComputedFrom>(),
		createdAt: instant('created_at').notNull(),
	},
	(table) => [
		check('indicator_value_origin', sql`(${table.accountId} is null) = (${table.computedFrom} is not null)`),
		unique('indicator_value_version').on(table.departmentCode, table.code, table.period, table.version),
		foreignKey({
			name: 'indicator_value_definition',
			columns: [table.departmentCode, table.code, table.definitionVersion],
			foreignColumns: [
				indicatorDefinition.departmentCode,
				indicatorDefinition.code,
				indicatorDefinition.version,
			],
		}),
	],
);

/** A reasoned objection of a member to a value. Append-only, as is its answer: both stay. */
export const indicatorObjection = pgTable(
	'indicator_objection',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code').notNull(),
		code: text('code').notNull(),
		valueId: uuid('value_id')
			.notNull()
			.references(() => indicatorValue.id),
		reason: text('reason').notNull(),
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id),
		createdAt: instant('created_at').notNull(),
	},
	(table) => [index('indicator_objection_place').on(table.departmentCode, table.code)],
);

export const indicatorObjectionAnswer = pgTable('indicator_objection_answer', {
	objectionId: uuid('objection_id')
		.primaryKey()
		.references(() => indicatorObjection.id),
	departmentCode: text('department_code').notNull(),
	answer: text('answer').notNull(),
	accountId: uuid('account_id')
		.notNull()
		.references(() => account.id),
	createdAt: instant('created_at').notNull(),
});
