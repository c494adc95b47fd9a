import { and, count, eq, getTableColumns, isNotNull, isNull, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { ImportRowState } from '#lib/registries/import.rules.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { SharedPlaces } from '../events/events.ts';
import type { ImportRegistry } from './import-registry.ts';
import { registryImportRow } from './registry-import.tables.ts';
import { rowsIn } from './registry-import.queries.ts';
import { accountOf } from './registry-region.queries.ts';

type Sharing = SharedPlaces['sharing'];

/** Rows of a batch that touched records of one commune, shared alike: as they are, and as they were. */
interface Touched {
	departmentCode: string;
	communeCode: string;
	sharing: Sharing;
	before: { departmentCode: string; communeCode: string; sharing: Sharing };
	records: number;
}

/** Writes what a batch did in the log of each département that it touched, in counts. @returns where, for those who have lists open */
export async function auditBatch(
	context: Context,
	db: Database,
	batch: { registry: ImportRegistry; importId: string; action: string; states: readonly ImportRowState[] },
): Promise<Touched[]> {
	const touched = await listTouched(db, batch);
	const byDepartment = Map.groupBy(touched, ({ departmentCode }) => departmentCode);
	for (const departmentCode of [...byDepartment.keys()].sort()) {
		const records = byDepartment.get(departmentCode)?.reduce((sum, one) => sum + one.records, 0) ?? 0;
		await writeAudit(db, {
			chain: departmentCode,
			actorId: accountOf(context),
			action: batch.action,
			subjectType: 'registry-import',
			subjectId: batch.importId,
			details: { records },
			happenedAt: context.now(),
		});
	}
	return touched;
}

interface Batch {
	registry: ImportRegistry;
	importId: string;
	states: readonly ImportRowState[];
}

async function listTouched(db: Database, batch: Batch): Promise<Touched[]> {
	return [...(await listMade(db, batch)), ...(await listWrittenOver(db, batch))];
}

const said = (field: string) => sql<string>`${registryImportRow.values} ->> ${field}`;

/** The column of what people share; null where there is none: interns are shown to the elected officials of their communes, whatever they share. */
function sharingOf({ table }: ImportRegistry): AnyPgColumn | null {
	const columns: Record<string, AnyPgColumn | undefined> = getTableColumns(table as PgTable);
	return columns['sharing'] ?? null;
}

/** Where new records are: what they share is in their row. */
async function listMade(db: Database, { registry, importId, states }: Batch): Promise<Touched[]> {
	const sharing = sql<Sharing>`coalesce(${said('sharing')}, ${registry.beginning['sharing']})`;
	const row = db
		.select({
			departmentCode: said('departmentCode').as('department'),
			communeCode: said('communeCode').as('commune'),
			sharing: (sharingOf(registry) === null ? sql<Sharing>`'elected'` : sharing).as('shared'),
		})
		.from(registryImportRow)
		.where(and(rowsIn(importId, states), isNull(registryImportRow.before)))
		.as('row');
	const place = { departmentCode: row.departmentCode, communeCode: row.communeCode, sharing: row.sharing };
	const found = await db
		.select({ ...place, records: count() })
		.from(row)
		.groupBy(...Object.values(place));
	return found.map(({ records, ...where }) => ({ ...where, before: where, records }));
}

/** Where records that were written over are, and were. */
async function listWrittenOver(db: Database, { registry, importId, states }: Batch): Promise<Touched[]> {
	const { before, recordId } = registryImportRow;
	const was = (field: string, now: unknown) =>
		sql<string>`coalesce(${before} -> 'values' ->> ${field}, ${now})`;
	const held = sharingOf(registry);
	const sharing =
		held === null
			? sql<Sharing>`'elected'`
			: sql<Sharing>`coalesce(${held}, ${said('sharing')}, ${registry.beginning['sharing']})`;
	const row = db
		.select({
			departmentCode: said('departmentCode').as('department'),
			communeCode: said('communeCode').as('commune'),
			sharing: sharing.as('shared'),
			departmentBefore: was('departmentCode', said('departmentCode')).as('department_before'),
			communeBefore: was('communeCode', said('communeCode')).as('commune_before'),
			sharingBefore: was('sharing', sharing).as('shared_before'),
		})
		.from(registryImportRow)
		.leftJoin(registry.table as PgTable, eq(registry.table.id, recordId))
		.where(and(rowsIn(importId, states), isNotNull(before)))
		.as('row');
	const now = { departmentCode: row.departmentCode, communeCode: row.communeCode, sharing: row.sharing };
	const then = [row.departmentBefore, row.communeBefore, row.sharingBefore] as const;
	const found = await db
		.select({
			...now,
			then_: sql<[string, string, Sharing]>`json_build_array(${sql.join([...then], sql`, `)})`,
			records: count(),
		})
		.from(row)
		.groupBy(...Object.values(now), ...then);
	return found.map(({ then_: [departmentCode, communeCode, shared], ...one }) => ({
		...one,
		before: { departmentCode, communeCode, sharing: shared },
	}));
}

/** Tells those who have a list of the registry open that a batch changed what they may read of it: once for each circle of each département. */
export function tellBatch(context: Context, registry: ImportRegistry, touched: readonly Touched[]): void {
	const places = touched.flatMap(({ before, ...after }) => [before, after]);
	for (const [departmentCode, there] of Map.groupBy(places, (place) => place.departmentCode)) {
		for (const [sharing, alike] of Map.groupBy(there, (place) => place.sharing)) {
			const communeCodes = [...new Set(alike.map(({ communeCode }) => communeCode))];
			context.events.publish({
				...{ type: 'batch-written', departmentCode, registry: registry.subject.registry },
				places: { sharing, communeCodes },
			});
		}
	}
}
