import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { newIds } from '#lib/identifiers.ts';
import { mergedValues, MERGE_RULES, takenBy, type MergeRule } from '#lib/registries/merge.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { commune } from '../territory/territory.tables.ts';
import { inColumns, type HeldRecord, type ImportRegistry } from './import-registry.ts';
import { sourceOfBatch } from './import.insert.ts';
import { comparisonOf, heldRecords, rowsOfJson } from './import.rows.ts';
import type { RegistryImport, RegistryImportRow } from './registry-import.queries.ts';
import { registryImportRow } from './registry-import.tables.ts';

type RowChange = Pick<RegistryImportRow, 'line'> & Partial<RegistryImportRow>;

/** A record with what is written over it, and where its values will be from. */
export interface Overwriting {
	record: HeldRecord;
	values: Readonly<Record<string, unknown>>;
	sources: Readonly<Record<string, unknown>>;
}

/**
 * Writes what was chosen of rows over the records that they look like, in a few statements for all of them. A record that somebody has changed
 * since it was compared is left alone, and so is a row that nobody has chosen for when there is no rule.
 */
export async function mergeRecords(
	{ db, now }: Context,
	{ registry, brought }: { registry: ImportRegistry; brought: RegistryImport },
	rows: readonly RegistryImportRow[],
): Promise<void> {
	const { subject } = registry;
	const ids = rows.flatMap(({ recordId }) => (recordId === null ? [] : [recordId]));
	const byId = await heldRecords(db, registry, { ids, forWriting: true });
	const source = sourceOfBatch(brought, now());
	const marks: RowChange[] = [];
	const writings: Overwriting[] = [];
	for (const row of rows) {
		const record = byId.get(row.recordId ?? '');
		// A record is written over once in a batch, whatever else looks like it.
		byId.delete(row.recordId ?? '');
		const isHidden = record !== undefined && record.opposedAt !== null;
		if (record === undefined || isHidden || row.values === null || record.version !== row.version) {
			marks.push({ line: row.line, state: 'kept' });
			continue;
		}
		const taken = takenOf(registry, { row, record, brought });
		if (taken === null || taken.length === 0) {
			marks.push({ line: row.line, state: taken === null ? 'aside' : 'same' });
			continue;
		}
		const values = mergedValues(subject, taken, row.values);
		const sourced = Object.keys(values).filter((field) => !subject.unsourced.includes(field));
		const sources = { ...record.sources, ...Object.fromEntries(sourced.map((field) => [field, source])) };
		writings.push({ record, values, sources });
		const before = Object.fromEntries(Object.keys(values).map((field) => [field, record[field]]));
		const version = record.version + 1;
		marks.push({
			line: row.line,
			state: 'written',
			version,
			before: { values: before, sources: record.sources },
		});
	}
	await writeOver(db, { registry, brought, at: now() }, writings);
	await markRows(db, brought.id, marks);
}

function takenOf(
	{ subject }: ImportRegistry,
	{ row, record, brought }: { row: RegistryImportRow; record: HeldRecord; brought: RegistryImport },
): string[] | null {
	const compared = comparisonOf(subject, record, row.values ?? {});
	if (row.taken !== null) {
		return compared.flatMap(({ field }) => (row.taken?.includes(field) === true ? [field] : []));
	}
	const rule = MERGE_RULES.find((one): one is MergeRule => one === brought.mergeRule);
	return rule === undefined ? null : takenBy(rule, compared);
}

/** Writes values over records that the transaction holds, with a line of history for each field. The next version is theirs. */
export async function writeOver(
	db: Database,
	batch: { registry: ImportRegistry; brought: RegistryImport; at: Date },
	writings: readonly Overwriting[],
): Promise<void> {
	if (writings.length === 0) return;
	const { registry, brought, at } = batch;
	const { table, changes } = registry;
	const patches = await patchesOf(db, batch, writings);
	const held = sql`held`;
	await db
		.update(table as PgTable)
		.set(
			Object.fromEntries(
				Object.keys(getTableColumns(table)).map((key) => [key, sql`made.${nameOf(table, key)}`]),
			),
		)
		.from(
			sql`(select made.* from jsonb_to_recordset(${JSON.stringify(patches)}::jsonb) as asked(id uuid, patch jsonb) join ${table} as ${held} on ${held}.id = asked.id, jsonb_populate_record(${held}, asked.patch) as made) as made`,
		)
		.where(sql`${table.id} = made.id`);
	const history = writings.flatMap((writing) => changesOf(batch, writing));
	const ids = newIds(history.length);
	const rows = history.map((one, index) => ({
		...one,
		...{ id: ids[index], batchId: brought.id, accountId: brought.accountId, changedAt: at.toISOString() },
	}));
	if (rows.length > 0) await db.insert(changes.table).select(rowsOfJson(changes.table, rows));
}

const nameOf = (table: PgTable, key: string) => sql.identifier(getTableColumns(table)[key]?.name ?? key);

/** The columns that change of each record, with what lists are sorted and searched by. */
async function patchesOf(
	db: Database,
	{ registry, brought, at }: { registry: ImportRegistry; brought: RegistryImport; at: Date },
	writings: readonly Overwriting[],
) {
	const wholes = writings.map(({ record, values }): Record<string, unknown> => ({ ...record, ...values }));
	const codes = [...new Set(wholes.map(({ communeCode }) => String(communeCode)))];
	const places = await db
		.select({ code: commune.code, searchName: commune.searchName })
		.from(commune)
		.where(inArray(commune.code, codes));
	const names = new Map(places.map(({ code, searchName }) => [code, searchName]));
	return writings.map(({ record, values, sources }, index) => {
		const whole = wholes[index] ?? {};
		const { beside, ...texts } = registry.subject.derive(whole, names.get(String(whole.communeCode)) ?? '');
		const patch = {
			...values,
			...texts,
			...beside,
			...{ sources, version: record.version + 1, updatedAt: at.toISOString(), updatedBy: brought.accountId },
		};
		return { id: record.id, patch: inColumns(registry.table, [patch])[0] };
	});
}

function changesOf(
	{ registry: { subject, changes } }: { registry: ImportRegistry },
	{ record, values }: Overwriting,
) {
	const departmentCode = values.departmentCode ?? record.departmentCode;
	return Object.keys(values).flatMap((field) =>
		// The département follows the commune: it has no history of its own.
		subject.unsourced.includes(field)
			? []
			: {
					...{ [changes.owner]: record.id, departmentCode, version: record.version + 1, field },
					...{ before: record[field] ?? null, after: values[field] ?? null, source: 'import' },
				},
	);
}

/** Says what became of a row. */
export async function mark(
	db: Database,
	row: Pick<RegistryImportRow, 'importId' | 'line'>,
	values: Partial<typeof registryImportRow.$inferInsert>,
): Promise<void> {
	await db
		.update(registryImportRow)
		.set(values)
		.where(and(eq(registryImportRow.importId, row.importId), eq(registryImportRow.line, row.line)));
}

/** Says what became of rows, all at once: their state, and their version and what was before when these are given. */
export async function markRows(db: Database, importId: string, rows: readonly RowChange[]): Promise<void> {
	if (rows.length === 0) return;
	const { state, version, before } = registryImportRow;
	await db
		.update(registryImportRow)
		.set({
			state: sql`told.state`,
			version: sql`coalesce(told.version, ${version})`,
			before: sql`coalesce(told.before, ${before})`,
		})
		.from(
			sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told(line int, ${sql.identifier(state.name)} text, version int, before jsonb)`,
		)
		.where(and(eq(registryImportRow.importId, importId), sql`${registryImportRow.line} = told.line`));
}
