import { and, eq, getTableColumns, inArray, notInArray, sql, type SQL } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { RegistryImport, RegistryImportRow } from '../registries/registry-import.queries.ts';
import { registryImportRow } from '../registries/registry-import.tables.ts';
import { seniorDoctor, seniorDoctorChange, type FieldSource } from './senior-doctor.tables.ts';

/** Where the values of a batch come from. */
export const sourceOfBatch = (brought: Pick<RegistryImport, 'id'>, at: Date): FieldSource => ({
	kind: 'import',
	on: dayInFrance(at),
	batchId: brought.id,
});

/**
 * Writes rows as new records, in one statement: their values go from the import to the registry without leaving the database. A row whose
 * RPPS somebody has entered meanwhile is left alone.
 */
export async function insertDoctors(
	context: Context,
	db: Database,
	brought: RegistryImport,
	rows: readonly RegistryImportRow[],
): Promise<void> {
	const lines = rows.map(({ line }) => line);
	const chosen = and(eq(registryImportRow.importId, brought.id), inArray(registryImportRow.line, lines));
	const columns = Object.values(getTableColumns(seniorDoctor));
	const written = await db
		.insert(seniorDoctor)
		.select(
			sql`select ${sql.join(
				columns.map(({ name }) => sql`made.${sql.identifier(name)}`),
				sql`, `,
			)} from ${registryImportRow}, jsonb_populate_record(null::${seniorDoctor}, ${recordOf(context, brought)}) as made where ${chosen}`,
		)
		.onConflictDoNothing()
		.returning({ id: seniorDoctor.id });
	const ids = written.map(({ id }) => id);
	const isWritten = and(chosen, inArray(registryImportRow.recordId, ids));
	if (ids.length > 0) {
		await db.update(registryImportRow).set({ state: 'written', version: 1 }).where(isWritten);
		await noteBirths(context, db, {
			brought,
			rows: rows.filter(({ recordId }) => recordId !== null && ids.includes(recordId)),
		});
	}
	if (ids.length < rows.length) {
		const isLeft = and(chosen, ids.length === 0 ? undefined : notInArray(registryImportRow.recordId, ids));
		await db.update(registryImportRow).set({ state: 'kept' }).where(isLeft);
	}
}

/** The record that a row makes, as JSON with the names of the columns: what a record begins with, then what the file says. */
function recordOf(context: Context, brought: RegistryImport): SQL {
	const at = context.now();
	const names = Object.fromEntries(
		Object.entries(getTableColumns(seniorDoctor)).map(([key, column]) => [key, column.name]),
	);
	const first = {
		region_code: brought.regionCode,
		departure_certainty: 'unknown',
		sharing: 'urps',
		version: 1,
		created_at: at.toISOString(),
		updated_at: at.toISOString(),
		created_by: brought.accountId,
		updated_by: brought.accountId,
	};
	const source = JSON.stringify(sourceOfBatch(brought, at));
	const { values, recordId, sortName, searched } = registryImportRow;
	return sql`${JSON.stringify(first)}::jsonb || (select jsonb_object_agg(${JSON.stringify(names)}::jsonb ->> said.key, said.value) from jsonb_each(${values}) as said) || jsonb_build_object('id', ${recordId}, 'sort_name', ${sortName}, 'searched', ${searched}, 'sources', (select jsonb_object_agg(field, ${source}::jsonb) from jsonb_object_keys(${values}) as field where field <> 'departmentCode'))`;
}

/** One line of history for each new record; where each of its values comes from is on the record itself. */
async function noteBirths(
	context: Context,
	db: Database,
	{ brought, rows }: { brought: RegistryImport; rows: readonly RegistryImportRow[] },
): Promise<void> {
	await db.insert(seniorDoctorChange).values(
		rows.flatMap(({ recordId, values }) =>
			recordId === null
				? []
				: {
						id: recordId,
						doctorId: recordId,
						departmentCode: String(values?.departmentCode),
						version: 1,
						field: 'lastName',
						before: null,
						after: String(values?.lastName),
						source: 'import' as const,
						batchId: brought.id,
						accountId: brought.accountId,
						changedAt: context.now(),
					},
		),
	);
}
