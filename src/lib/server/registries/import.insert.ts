import { and, asc, eq, getTableColumns, gt, gte, lte, not, or, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { HeldRecord, ImportRegistry } from './import-registry.ts';
import { countRows, type RegistryImport } from './registry-import.queries.ts';
import { registryImport, registryImportRow } from './registry-import.tables.ts';

/** Where the values of a batch come from. */
export const sourceOfBatch = (
	brought: Pick<RegistryImport, 'id'>,
	at: Date,
): NonNullable<HeldRecord['sources'][string]> => ({
	kind: 'import',
	on: dayInFrance(at),
	batchId: brought.id,
});

/** Lines of an import, from one to the other. */
export interface Lines {
	from: number;
	to: number;
	/** How many rows of them are ready. */
	count: number;
}

/** The next rows to be written after a line, in parts of some rows. */
export async function readyParts(
	db: Database,
	importId: string,
	asked: { after: number; rows: number; parts: number },
): Promise<Lines[]> {
	const { line, state } = registryImportRow;
	const found = await db
		.select({ line })
		.from(registryImportRow)
		.where(and(eq(registryImportRow.importId, importId), gt(line, asked.after), eq(state, 'ready')))
		.orderBy(asc(line))
		.limit(asked.rows * asked.parts);
	const lines = found.map((row) => row.line);
	const parts: Lines[] = [];
	for (let at = 0; at < lines.length; at += asked.rows) {
		const some = lines.slice(at, at + asked.rows);
		parts.push({ from: some[0] ?? 0, to: some.at(-1) ?? 0, count: some.length });
	}
	return parts;
}

/**
 * Writes rows as new records: their values go from the import to the registry without leaving the database. A row whose number somebody
 * has entered meanwhile is left alone. Rows that an earlier job wrote before it died are found written.
 */
export async function insertRecords(
	{ db, now }: Context,
	{ registry, brought }: { registry: ImportRegistry; brought: RegistryImport },
	lines: Lines,
): Promise<void> {
	const { importId, line, state, recordId } = registryImportRow;
	// By line, where each statement finds its rows at once, whatever earlier ones have left behind.
	const chosen = and(
		...[eq(importId, brought.id), gte(line, lines.from), lte(line, lines.to), eq(state, 'ready')],
	);
	const batch = { registry, brought, at: now() };
	const made = await db
		.insert(registry.table)
		.select(recordsOf(batch, chosen))
		.onConflictDoNothing()
		.returning({ one: sql`1` });
	if (made.length === lines.count) {
		await db.insert(registry.changes.table).select(birthsOf(batch, chosen));
		return;
	}
	// Each row is looked up only when one of them has not become a record.
	const isThere = sql`exists (select 1 from ${registry.table} where ${registry.table.id} = ${recordId})`;
	await db
		.insert(registry.changes.table)
		.select(birthsOf(batch, and(chosen, isThere)))
		.onConflictDoNothing();
	await db
		.update(registryImportRow)
		.set({ state: 'kept' })
		.where(and(chosen, not(isThere)));
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

/**
 * The records that rows make: what a record begins with, what the file says, where each value is from. Most rows say the same fields as
 * others, so where the values are from is made once for each set of fields: made for each row, it costs more than the row itself. Both steps are
 * `materialized`, or the database makes the second anew for each row of the first.
 */
function recordsOf(batch: Batch, chosen: SQL | undefined): SQL {
	const { registry } = batch;
	const columns = Object.entries(getTableColumns(registry.table as PgTable));
	const written = writtenOf(batch);
	const fields = columns.flatMap(([key]) => (written[key] === undefined ? key : []));
	const sourced = fields.filter((field) => !registry.subject.unsourced.includes(field));
	const made = columns.map(([key, column]) => {
		const said = sql`said.${sql.identifier(key)}`;
		const begun = registry.beginning[key];
		return (
			written[key] ??
			(begun === undefined ? said : sql`coalesce(${said}, cast(${begun} as ${typeOf(column)}))`)
		);
	});
	const form = columns.map(([key, column]) => sql`${sql.identifier(key)} ${typeOf(column)}`);
	const names = columns.map(([, { name }]) => sql.identifier(name));
	const whole = columns.map(([key, { name }]) =>
		key === 'sources' ? sql`coalesce(kind.sources, '{}'::jsonb)` : sql`made.${sql.identifier(name)}`,
	);
	return sql`with made(${sql.join(names, sql`, `)}, fields) as materialized (
		select ${sql.join(made, sql`, `)}, ${fieldsSaid(sourced)}
		from ${registryImportRow}, jsonb_to_record(${registryImportRow.values}) as said(${sql.join(form, sql`, `)})
		where ${chosen}
	), kind as materialized (${sourcesOf(batch, sourced)})
	select ${sql.join(whole, sql`, `)} from made left join kind on kind.fields = made.fields`;
}

/** The columns of a new record that no cell of a file says. */
function writtenOf({ brought, at }: Batch): Readonly<Record<string, SQL>> {
	const { recordId, sortName, searched } = registryImportRow;
	const now = sql`cast(${at.toISOString()} as timestamptz)`;
	const account = sql`cast(${brought.accountId} as uuid)`;
	return {
		...{ id: sql`${recordId}`, sortName: sql`${sortName}`, searched: sql`${searched}` },
		regionCode: sql`cast(${brought.regionCode} as text)`,
		version: sql`1`,
		...{ createdAt: now, updatedAt: now, createdBy: account, updatedBy: account },
		// Given by the set of fields.
		sources: sql`null::jsonb`,
	};
}

/** The bit of a field in a set of fields: a registry has fewer than the 63 that a number of the database holds. */
const bitOf = (at: number): SQL => sql`${String(2n ** BigInt(at))}::int8`;

/** Which of these fields a row says, as one number. */
function fieldsSaid(fields: readonly string[]): SQL {
	const bits = fields.map(
		(field, at) => sql`case when said.${sql.identifier(field)} is null then 0 else ${bitOf(at)} end`,
	);
	return sql.join(bits, sql` + `);
}

/** Where the values of each set of fields are from. */
function sourcesOf({ brought, at }: Batch, fields: readonly string[]): SQL {
	const bits = fields.map((field, rank) => sql`(${field}, ${bitOf(rank)})`);
	const source = sql`${JSON.stringify(sourceOfBatch(brought, at))}::jsonb`;
	return sql`select alike.fields, jsonb_object_agg(field.name, ${source}) as sources
		from (select distinct fields from made) as alike
		join (values ${sql.join(bits, sql`, `)}) as field(name, bit) on alike.fields & field.bit <> 0
		group by alike.fields`;
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

/**
 * Says of each row that a job wrote before it died that it is written, for whoever goes on with the rest of the import by hand: lines may be
 * read anew from then on.
 */
export async function settleRecords(
	db: Database,
	{ registry: { table }, brought }: { registry: ImportRegistry; brought: RegistryImport },
): Promise<void> {
	const { importId, line, state, recordId } = registryImportRow;
	const isThere = sql`exists (select 1 from ${table} where ${table.id} = ${recordId})`;
	await db
		.update(registryImportRow)
		.set({ state: 'written', version: 1 })
		.where(
			and(...[eq(importId, brought.id), eq(state, 'ready')], or(lte(line, brought.writtenThrough), isThere)),
		);
	const counts = await countRows(db, brought.id);
	await db.update(registryImport).set({ writtenThrough: 0, counts }).where(eq(registryImport.id, brought.id));
}
