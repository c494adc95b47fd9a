import { sql } from 'drizzle-orm';
import { bigint, check, date, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { DOSSIER_FORMATS } from '#lib/evaluation/dossier/dossier.ts';
import { account } from '../../accounts/account.tables.ts';
import { committee } from '../../committee/committee.tables.ts';
import { instant } from '../../database/columns.ts';

/**
 * Every evaluation file that was made, by its fingerprints: what it takes to tell later whether a file is one of them. Append-only; the
 * file itself is kept some days, with its job.
 */
export const evaluationDossier = pgTable(
	'evaluation_dossier',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		/** As the file says it. */
		reference: text('reference').notNull(),
		format: text('format', { enum: DOSSIER_FORMATS }).notNull(),
		fromDay: date('from_day').notNull(),
		untilDay: date('until_day').notNull(),
		/** SHA-256 of the whole file, and of its manifest, in hexadecimal digits. */
		fileSha256: text('file_sha256').notNull(),
		manifestSha256: text('manifest_sha256').notNull(),
		/** SHA-256 of each piece, by path. */
		pieces: jsonb('pieces').$type<Record<string, string>>().notNull(),
		size: bigint('size', { mode: 'number' }).notNull(),
		/** The line of the log that says the same. */
		auditSeq: bigint('audit_seq', { mode: 'number' }).notNull(),
		madeAt: instant('made_at').notNull(),
		madeBy: uuid('made_by')
			.notNull()
			.references(() => account.id),
		/** The job that keeps its bytes; null for one that left at once. */
		jobId: uuid('job_id'),
	},
	(table) => [
		index('evaluation_dossier_made').on(table.departmentCode, table.madeBy, table.madeAt),
		index('evaluation_dossier_file').on(table.fileSha256),
		check('evaluation_dossier_format', sql`${table.format} in ('zip', 'pdf', 'ods')`),
	],
);
