import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { JOB_STATES } from '#lib/jobs/job.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { bytes, instant } from '../database/columns.ts';

/** Work that outlives the request that asked for it. Deleted with its files some days after its end. */
export const job = pgTable(
	'job',
	{
		id: uuid('id').primaryKey(),
		/** `noun.verb`: the handler that knows how. */
		kind: text('kind').notNull(),
		/** Whose it is: a région's, a département's, or the platform's when both are null. */
		regionCode: text('region_code'),
		departmentCode: text('department_code'),
		/** Who asked; the job is done with the rights that they have when it begins. */
		accountId: uuid('account_id').references(() => account.id),
		state: text('state', { enum: JOB_STATES }).notNull(),
		/** Identifiers and choices: no name, no text that people wrote. */
		input: jsonb('input').$type<Record<string, unknown>>().notNull(),
		done: integer('done').notNull().default(0),
		total: integer('total'),
		/** Counts and codes, for the page and the interface. */
		report: jsonb('report').$type<Record<string, unknown>>(),
		/** What came out: the name of one of the job's files, or the id of what it made. */
		result: text('result'),
		/** Stable code and French sentence of a failure. */
		faultCode: text('fault_code'),
		fault: text('fault'),
		isResumable: boolean('is_resumable').notNull(),
		attempts: integer('attempts').notNull().default(0),
		/** Runtime id of the process that has it. */
		runner: text('runner'),
		/** When that process last gave a sign of life. */
		seenAt: instant('seen_at'),
		stopAskedAt: instant('stop_asked_at'),
		createdAt: instant('created_at').notNull(),
		startedAt: instant('started_at'),
		endedAt: instant('ended_at'),
		/** Days that it is kept after its end. */
		keptDays: integer('kept_days').notNull(),
	},
	(table) => [
		index('job_waiting').on(table.state, table.createdAt),
		index('job_department').on(table.departmentCode, table.createdAt),
		index('job_region').on(table.regionCode, table.createdAt),
		check('job_state', sql`${table.state} in ('queued', 'running', 'done', 'failed', 'cancelled')`),
	],
);

/** The files of a job, in parts: what is brought or made is never whole in memory because of us. */
export const jobFile = pgTable(
	'job_file',
	{
		jobId: uuid('job_id')
			.notNull()
			.references(() => job.id, { onDelete: 'cascade' }),
		name: text('name').notNull(),
		seq: integer('seq').notNull(),
		bytes: bytes('bytes').notNull(),
	},
	(table) => [primaryKey({ columns: [table.jobId, table.name, table.seq] })],
);
