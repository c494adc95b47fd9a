import { and, asc, eq, getTableColumns, gt, lte, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { RegistryImport } from '../registries/registry-import.queries.ts';
import { registryImportRow } from '../registries/registry-import.tables.ts';
import { seniorDoctor, seniorDoctorChange, type FieldSource } from './senior-doctor.tables.ts';

/** Where the values of a batch come from. */
export const sourceOfBatch = (brought: Pick<RegistryImport, 'id'>, at: Date): FieldSource => ({
	kind: 'import',
	on: dayInFrance(at),
	batchId: brought.id,
});

/**
 * Writes rows as new records: their values go from the import to the registry without leaving the database. A row whose RPPS somebody
 * has entered meanwhile is left alone. @returns how many rows it took in hand after a line, and the last of them
 */
export async function insertDoctors(
	context: Context,
	db: Database,
	brought: RegistryImport,
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
	await db
		.insert(seniorDoctor)
		.select(
			sql`select ${columnsOf(seniorDoctor, sql`made`)} from ${registryImportRow}, jsonb_populate_record(null::${seniorDoctor}, ${recordOf(context, brought)}) as made where ${chosen}`,
		)
		.onConflictDoNothing();
	const isMade = sql`exists (select 1 from ${seniorDoctor} where ${seniorDoctor.id} = ${registryImportRow.recordId})`;
	await db.insert(seniorDoctorChange).select(birthsOf(context, brought, and(chosen, isMade)));
	await db
		.update(registryImportRow)
		.set({ state: sql`case when ${isMade} then 'written' else 'kept' end`, version: 1 })
		.where(chosen);
	return { count: rows.length, last: last.line };
}

/** The columns of a table, in its order, of something else that has them. */
function columnsOf(table: PgTable, from: SQL): SQL {
	return sql.join(
		Object.values(getTableColumns(table)).map(({ name }) => sql`${from}.${sql.identifier(name)}`),
		sql`, `,
	);
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
function birthsOf(context: Context, brought: RegistryImport, chosen: SQL | undefined): SQL {
	const { recordId, values } = registryImportRow;
	const birth = JSON.stringify({
		version: 1,
		field: 'lastName',
		source: 'import',
		batch_id: brought.id,
		account_id: brought.accountId,
		changed_at: context.now().toISOString(),
	});
	return sql`select ${columnsOf(seniorDoctorChange, sql`born`)} from ${registryImportRow}, jsonb_populate_record(null::${seniorDoctorChange}, ${birth}::jsonb || jsonb_build_object('id', ${recordId}, 'doctor_id', ${recordId}, 'department_code', ${values} ->> 'departmentCode', 'after', ${values} -> 'lastName')) as born where ${chosen}`;
}
