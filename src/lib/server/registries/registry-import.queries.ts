import { and, asc, count, desc, eq, getTableColumns, gt, inArray, max, sql, type SQL } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import { isId } from '#lib/identifiers.ts';
import type { ImportCounts, ImportedRegistry, ImportRowState } from '#lib/registries/import.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import type { RowSource } from './readers/row-source.ts';
import {
	registryImport,
	registryImportPart,
	registryImportRow,
	columnChoice,
} from './registry-import.tables.ts';
import type { RegistryRegion } from './registry-region.queries.ts';

export type RegistryImport = typeof registryImport.$inferSelect;
export type RegistryImportRow = typeof registryImportRow.$inferSelect;

/** What a transaction over imports needs of the region. */
export type Scope = Pick<RegistryRegion, 'registry' | 'regionCode' | 'departmentCodes'>;

/** An import of a registry of a region. @throws TerrimedError `not-found` */
export async function getImport(context: Context, scope: Scope, id: string): Promise<RegistryImport> {
	if (!isId(id)) throw notFound();
	const [found] = await withRegistryRights(context, scope.departmentCodes, ({ db }) =>
		db
			.select()
			.from(registryImport)
			.where(
				and(
					eq(registryImport.id, id),
					eq(registryImport.regionCode, scope.regionCode),
					eq(registryImport.registry, scope.registry),
				),
			),
	);
	if (found === undefined) throw notFound();
	return found;
}

/** The latest imports of a region, without what was thrown away. */
export function listImports(
	context: Context,
	scope: Scope,
	asked: { registry: ImportedRegistry; limit: number },
): Promise<RegistryImport[]> {
	return withRegistryRights(context, scope.departmentCodes, ({ db }) =>
		db
			.select()
			.from(registryImport)
			.where(
				and(
					eq(registryImport.regionCode, scope.regionCode),
					eq(registryImport.registry, asked.registry),
					inArray(registryImport.state, ['checking', 'checked', 'applying', 'applied', 'undoing', 'undone']),
				),
			)
			.orderBy(desc(registryImport.createdAt))
			.limit(asked.limit),
	);
}

/**
 * Where a row stands. One that was ready has been written when the import says so of its line: the row itself is as it was.
 */
function rowState(importId: string): SQL<ImportRowState> {
	const { state, line } = registryImportRow;
	const through = sql`(select ${registryImport.writtenThrough} from ${registryImport} where ${registryImport.id} = ${importId})`;
	return sql`case when ${state} = 'ready' and ${line} <= ${through} then 'written' else ${state} end`;
}

/** Rows of an import that are in these states. */
export function rowsIn(importId: string, states: readonly ImportRowState[]): SQL | undefined {
	const { state } = registryImportRow;
	const isPlain = !states.includes('ready') && !states.includes('written');
	// What the row says by itself is found by an index.
	const isOne = isPlain ? inArray(state, [...states]) : inArray(rowState(importId), [...states]);
	return and(eq(registryImportRow.importId, importId), isOne);
}

/** Rows of an import in these states, in the order of the file, after a line. */
export function selectRows(
	db: Database,
	importId: string,
	asked: { states: readonly ImportRowState[]; after: number; limit: number },
): Promise<RegistryImportRow[]> {
	return db
		.select({ ...getTableColumns(registryImportRow), state: rowState(importId) })
		.from(registryImportRow)
		.where(and(rowsIn(importId, asked.states), gt(registryImportRow.line, asked.after)))
		.orderBy(asc(registryImportRow.line))
		.limit(asked.limit);
}

export function listRows(
	context: Context,
	scope: Scope,
	asked: { importId: string; states: readonly ImportRowState[]; after: number; limit: number },
): Promise<RegistryImportRow[]> {
	return withRegistryRights(context, scope.departmentCodes, ({ db }) =>
		selectRows(db, asked.importId, asked),
	);
}

/** How many rows of an import are in each state. */
export async function countRows(db: Database, importId: string): Promise<ImportCounts> {
	const row = db
		.select({ state: rowState(importId).as('stands') })
		.from(registryImportRow)
		.where(eq(registryImportRow.importId, importId))
		.as('row');
	const rows = await db.select({ state: row.state, rows: count() }).from(row).groupBy(row.state);
	return Object.fromEntries(rows.map(({ state, rows: many }) => [state, many]));
}

/** The next number of a batch in a region; two that ask at once are told apart by the unique key. */
export async function nextNumber(
	db: Database,
	regionCode: string,
	registry: ImportedRegistry,
): Promise<number> {
	const [last] = await db
		.select({ number: max(registryImport.number) })
		.from(registryImport)
		.where(and(eq(registryImport.regionCode, regionCode), eq(registryImport.registry, registry)));
	return (last?.number ?? 0) + 1;
}

/** The file of an import, read in short transactions: one part in memory at a time. */
export function sourceOf(
	context: Context,
	scope: Scope,
	brought: Pick<RegistryImport, 'id' | 'fileName' | 'fileSize'>,
): RowSource {
	return {
		name: brought.fileName,
		size: brought.fileSize,
		async *parts() {
			for (let seq = 0; ; seq += 1) {
				const [part] = await withRegistryRights(context, scope.departmentCodes, ({ db }) =>
					db
						.select({ bytes: registryImportPart.bytes })
						.from(registryImportPart)
						.where(and(eq(registryImportPart.importId, brought.id), eq(registryImportPart.seq, seq))),
				);
				if (part === undefined) return;
				yield part.bytes;
			}
		},
	};
}

/** What was chosen for each title of a column in this region before. */
export async function rememberedTitles(
	db: Database,
	regionCode: string,
	registry: ImportedRegistry,
): Promise<Record<string, string | null>> {
	const rows = await db
		.select({ title: columnChoice.title, field: columnChoice.field })
		.from(columnChoice)
		.where(and(eq(columnChoice.regionCode, regionCode), eq(columnChoice.registry, registry)));
	return Object.fromEntries(rows.map(({ title, field }) => [title, field]));
}
