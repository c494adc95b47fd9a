import { and, eq, inArray } from 'drizzle-orm';
import { newId } from '#lib/identifiers.ts';
import {
	mergedValues,
	MERGE_RULES,
	takenBy,
	type ImportedField,
	type MergeRule,
} from '#lib/senior-doctors/doctor-import.merge.rules.ts';
import type { ImportedDoctor } from '#lib/senior-doctors/doctor-import.row.rules.ts';
import { searchedTextOf, sortNameOf } from '#lib/senior-doctors/senior-doctor.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { RegistryImport, RegistryImportRow } from '../registries/registry-import.queries.ts';
import { registryImportRow } from '../registries/registry-import.tables.ts';
import { commune } from '../territory/territory.tables.ts';
import { sourceOfBatch } from './doctor-import.insert.ts';
import { comparisonOf } from './doctor-import.rows.ts';
import { seniorDoctor, seniorDoctorChange, type FieldValue } from './senior-doctor.tables.ts';

type Doctor = typeof seniorDoctor.$inferSelect;

/**
 * Writes what was chosen of rows over the records that they look like. A record that somebody has changed since it was compared is left
 * alone, and so is a row that nobody has chosen for when there is no rule.
 */
export async function mergeDoctors(
	{ db, now }: Context,
	brought: RegistryImport,
	rows: readonly RegistryImportRow[],
): Promise<void> {
	const ids = rows.flatMap(({ recordId }) => (recordId === null ? [] : [recordId]));
	if (ids.length === 0) return;
	const held = await db.select().from(seniorDoctor).where(inArray(seniorDoctor.id, ids)).for('update');
	const byId = new Map(held.map((record) => [record.id, record]));
	for (const row of rows) {
		const record = byId.get(row.recordId ?? '');
		const values = row.values as Partial<ImportedDoctor> | null;
		if (record === undefined || values === null || record.version !== row.version) {
			await mark(db, row, { state: 'kept' });
			continue;
		}
		const taken = takenOf(row, record, { brought, values });
		if (taken === null || taken.length === 0) {
			await mark(db, row, { state: taken === null ? 'aside' : 'same' });
			continue;
		}
		await writeOver(db, { brought, row, record, values: mergedValues(taken, values), at: now() });
	}
}

function takenOf(
	row: RegistryImportRow,
	record: Doctor,
	{ brought, values }: { brought: RegistryImport; values: Partial<ImportedDoctor> },
): ImportedField[] | null {
	const compared = comparisonOf(record, values);
	if (row.taken !== null) {
		return compared.flatMap(({ field }) => (row.taken?.includes(field) === true ? [field] : []));
	}
	const rule = MERGE_RULES.find((one): one is MergeRule => one === brought.mergeRule);
	return rule === undefined ? null : takenBy(rule, compared);
}

async function writeOver(
	db: Database,
	{
		brought,
		row,
		record,
		values,
		at,
	}: {
		brought: RegistryImport;
		row: RegistryImportRow;
		record: Doctor;
		values: Partial<ImportedDoctor>;
		at: Date;
	},
): Promise<void> {
	const written = Object.keys(values) as ImportedField[];
	// The département follows the commune: it has no history of its own.
	const fields = written.filter((field) => field !== 'departmentCode');
	const source = sourceOfBatch(brought, at);
	const version = record.version + 1;
	await db
		.update(seniorDoctor)
		.set({
			...values,
			...(await derivedOf(db, { ...record, ...values })),
			sources: { ...record.sources, ...Object.fromEntries(fields.map((field) => [field, source])) },
			...{ version, updatedAt: at, updatedBy: brought.accountId },
		})
		.where(and(eq(seniorDoctor.id, record.id), eq(seniorDoctor.version, record.version)));
	await db.insert(seniorDoctorChange).values(
		fields.map((field) => ({
			id: newId(),
			doctorId: record.id,
			departmentCode: values.departmentCode ?? record.departmentCode,
			...{ version, field, source: 'import' as const, batchId: brought.id, accountId: brought.accountId },
			before: record[field] as FieldValue,
			after: values[field] as FieldValue,
			changedAt: at,
		})),
	);
	const before = Object.fromEntries(written.map((field) => [field, record[field]]));
	await mark(db, row, {
		...{ state: 'written', version },
		before: { values: before, sources: { ...record.sources } },
	});
}

/** What lists are sorted and searched by, from the values as they will be. */
export async function derivedOf(
	db: Database,
	values: Pick<Doctor, 'lastName' | 'firstName' | 'communeCode'>,
): Promise<{ sortName: string; searched: string }> {
	const [place] = await db
		.select({ searchName: commune.searchName })
		.from(commune)
		.where(eq(commune.code, values.communeCode));
	return { sortName: sortNameOf(values), searched: searchedTextOf(values, place?.searchName ?? '') };
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
