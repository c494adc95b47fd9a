import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { ImportSubject } from '#lib/registries/import-subject.ts';
import type { LikenessNames } from '#lib/registries/likeness.rules.ts';
import { defineJobKind, type JobKind } from '../jobs/job.kinds.ts';

/** What each job on an import is told: which one, of which region. */
export type ImportJobInput = { importId: string };

export interface ImportJobs {
	/** Reads the file, checks each cell, looks for records that are there already. Writes nothing in the registry. */
	check: JobKind<ImportJobInput>;
	/** Writes the rows that are right. */
	apply: JobKind<ImportJobInput>;
	/** Takes back what a batch wrote, where nobody has changed it since. */
	undo: JobKind<ImportJobInput>;
}

/** The jobs of a registry's imports; `prefix` is what its audit actions begin with too. */
export function importJobs(prefix: string): ImportJobs {
	const define = (verb: string) =>
		defineJobKind<ImportJobInput>({
			name: `${prefix}.${verb}-import`,
			isResumable: true,
			keptDays: 30,
		});
	return { check: define('check'), apply: define('apply'), undo: define('undo') };
}

/** The columns that each registry's table of records has. */
export type RecordTable = PgTable &
	Record<
		| 'id'
		| 'departmentCode'
		| 'regionCode'
		| 'communeCode'
		| 'sortName'
		| 'searched'
		| 'sources'
		| 'version'
		| 'createdAt'
		| 'createdBy'
		| 'updatedAt'
		| 'updatedBy',
		AnyPgColumn
	>;

/** What an import does with the tables of a registry. */
export interface ImportRegistry {
	readonly subject: ImportSubject;
	readonly jobs: ImportJobs;
	/** What the audit log calls a batch that is written, and one that is taken back. */
	readonly audited: { apply: string; undo: string };
	/** As whom the log says that whoever imports reads a record. */
	readonly circle: string;
	readonly table: RecordTable;
	/** History by field, and its column for the record. */
	readonly changes: { table: PgTable; owner: string };
	/** What a new record has where a file says nothing, by column; the rest is the table's own. */
	readonly beginning: Readonly<Record<string, unknown>>;
	readonly likeness: LikenessNames;
	/** What else must hold of a new record for it to go when its batch is taken back. */
	readonly untouched: SQL | undefined;
}

/** Which import, of which registry of which region. */
export interface ImportPlace {
	registry: ImportRegistry;
	regionCode: string;
	id: string;
}

/** A record as an import compares it and writes over it. */
export interface HeldRecord extends Readonly<Record<string, unknown>> {
	readonly id: string;
	readonly departmentCode: string;
	readonly communeCode: string;
	readonly version: number;
	readonly updatedAt: Date;
	/** Set when the person asked to be hidden. */
	readonly opposedAt: Date | null;
	readonly sources: Readonly<Partial<Record<string, { kind: string; on: string; batchId?: string }>>>;
}

/** The columns of a table, in its order, of something else that has them. */
export function columnsOf(table: PgTable, from: SQL): SQL {
	return sql.join(
		Object.values(getTableColumns(table)).map(({ name }) => sql`${from}.${sql.identifier(name)}`),
		sql`, `,
	);
}

/** Objects by the fields of a table as objects by its columns: what the database reads as rows of it. */
export function inColumns(
	table: PgTable,
	rows: readonly Readonly<Record<string, unknown>>[],
): Record<string, unknown>[] {
	const columns = Object.entries(getTableColumns(table));
	return rows.map((row) => {
		const made: Record<string, unknown> = {};
		for (const [key, { name }] of columns) if (key in row) made[name] = row[key] ?? null;
		return made;
	});
}
