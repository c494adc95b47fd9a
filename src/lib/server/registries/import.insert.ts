import { and, asc, eq, getTableColumns, gt, lte, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { Context } from '../context/context.ts';
import type { HeldRecord, ImportRegistry } from './import-registry.ts';
import type { RegistryImport } from './registry-import.queries.ts';
import { registryImportRow } from './registry-import.tables.ts';

/** Where the values of a batch come from. */
export const sourceOfBatch = (
	brought: Pick<RegistryImport, 'id'>,
	at: Date,
): NonNullable<HeldRecord['sources'][string]> => ({
	kind: 'import',
	on: dayInFrance(at),
	batchId: brought.id,
});

/**
 * Writes rows as new records: their values go from the import to the registry without leaving the database. A row whose number somebody
 * has entered meanwhile is left alone. @returns how many rows it took in hand after a line, and the last of them
 */
export async function insertRecords(
	{ db, now }: Context,
	{ registry, brought }: { registry: ImportRegistry; brought: RegistryImport },
	asked: { after: number; limit: number },
): Promise<{ count: number; last: number }> {
	// By line, where each statement finds its rows at once, whatever earlier ones have left behind.
	const ready = and(
		eq(registryImportRow.importId, brought.id),
		gt(registryImportRow.line, asked.after),
		eq(registryImportRow.state, 'ready'),
	);
	const rows = await db
		.select({ line: registryImportRow.line })
		.from(registryImportRow)
		.where(ready)
		.orderBy(asc(registryImportRow.line))
		.limit(asked.limit);
	const last = rows.at(-1);
	if (last === undefined) return { count: 0, last: asked.after };
	const chosen = and(ready, lte(registryImportRow.line, last.line));
	const batch = { registry, brought, at: now() };
	const made = await db
		.insert(registry.table)
		.select(recordsOf(batch, chosen))
		.onConflictDoNothing()
		.returning({ id: registry.table.id });
	// Each row is looked up only when one of them has not become a record.
	const isMade =
		made.length === rows.length
			? sql`true`
			: sql`exists (select 1 from ${registry.table} where ${registry.table.id} = ${registryImportRow.recordId})`;
	await db.insert(registry.changes.table).select(birthsOf(batch, and(chosen, isMade)));
	await db
		.update(registryImportRow)
		.set({ state: sql`case when ${isMade} then 'written' else 'kept' end`, version: 1 })
		.where(chosen);
	return { count: rows.length, last: last.line };
}

interface Batch {
	registry: ImportRegistry;
	brought: RegistryImport;
	at: Date;
}

/** Types of columns as a list of columns names them. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
	integer: 'int4',
	boolean: 'bool',
	date: 'date',
	uuid: 'uuid',
	jsonb: 'jsonb',
	'timestamp with time zone': 'timestamptz',
};

/** The type without its length or order. */
const typeOf = (column: AnyPgColumn): SQL => {
	const plain = column.getSQLType().replace(/ ?\(.*?\)/, '');
	return sql`${sql.identifier(TYPE_NAMES[plain] ?? 'text')}`;
};

/** The records that rows make: what a record begins with, what the file says, where each value is from. */
function recordsOf({ registry, brought, at }: Batch, chosen: SQL | undefined): SQL {
	const { table, beginning, subject } = registry;
	const { values, recordId, sortName, searched } = registryImportRow;
	const given: Readonly<Record<string, SQL>> = {
		id: sql`${recordId}`,
		sortName: sql`${sortName}`,
		searched: sql`${searched}`,
		sources: sourcesOf(Object.keys(getTableColumns(table)), { subject, source: sourceOfBatch(brought, at) }),
	};
	const fixed: Readonly<Record<string, unknown>> = {
		...{
			regionCode: brought.regionCode,
			version: 1,
			createdAt: at.toISOString(),
			updatedAt: at.toISOString(),
		},
		...{ createdBy: brought.accountId, updatedBy: brought.accountId },
	};
	const columns = Object.entries(getTableColumns(table as PgTable));
	const made = columns.map(([key, column]) => {
		const type = typeOf(column);
		if (given[key] !== undefined) return given[key];
		if (key in fixed) return sql`cast(${fixed[key]} as ${type})`;
		const said = sql`said.${sql.identifier(key)}`;
		return key in beginning ? sql`coalesce(${said}, cast(${beginning[key]} as ${type}))` : said;
	});
	const form = columns.map(([key, column]) => sql`${sql.identifier(key)} ${typeOf(column)}`);
	return sql`select ${sql.join(made, sql`, `)} from ${registryImportRow}, jsonb_to_record(${values}) as said(${sql.join(form, sql`, `)}) where ${chosen}`;
}

/** Fields of one call: a function of SQL takes a hundred arguments at most. */
const FIELDS_AT_ONCE = 40;

/** Where each value that a row has is from. Asked field by field: reading the keys of a row as rows costs thrice as much. */
function sourcesOf(
	fields: readonly string[],
	{ subject, source }: { subject: ImportRegistry['subject']; source: unknown },
): SQL {
	const { values } = registryImportRow;
	const said = sql`${JSON.stringify(source)}::jsonb`;
	const sourced = fields.filter((field) => !subject.unsourced.includes(field));
	const parts: SQL[] = [];
	for (let at = 0; at < sourced.length; at += FIELDS_AT_ONCE) {
		const pairs = sourced
			.slice(at, at + FIELDS_AT_ONCE)
			.map((field) => sql`${field}::text, case when ${values} ? ${field} then ${said} end`);
		parts.push(sql`jsonb_build_object(${sql.join(pairs, sql`, `)})`);
	}
	return sql`jsonb_strip_nulls(${sql.join(parts, sql` || `)})`;
}

/** One line of history for each new record; where each of its values comes from is on the record itself. */
function birthsOf({ registry, brought, at }: Batch, chosen: SQL | undefined): SQL {
	const { recordId, values } = registryImportRow;
	const { table, owner } = registry.changes;
	const field = registry.subject.birthField;
	const given: Readonly<Record<string, SQL>> = {
		id: sql`${recordId}`,
		[owner]: sql`${recordId}`,
		departmentCode: sql`${values} ->> 'departmentCode'`,
		version: sql`1`,
		field: sql`${field}::text`,
		before: sql`null::jsonb`,
		after: sql`${values} -> ${field}::text`,
		source: sql`'import'`,
		batchId: sql`${brought.id}::uuid`,
		accountId: sql`${brought.accountId}::uuid`,
		changedAt: sql`${at.toISOString()}::timestamptz`,
	};
	const made = Object.keys(getTableColumns(table)).map((key) => given[key] ?? sql`null`);
	return sql`select ${sql.join(made, sql`, `)} from ${registryImportRow} where ${chosen}`;
}
