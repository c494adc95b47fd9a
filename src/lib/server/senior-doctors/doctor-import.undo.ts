import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { newId } from '#lib/identifiers.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { wasStopped, type JobHandler } from '../jobs/job.kinds.ts';
import { setImport } from '../registries/registry-import.commands.ts';
import {
	countRows,
	getImport,
	selectRows,
	type RegistryImport,
	type RegistryImportRow,
} from '../registries/registry-import.queries.ts';
import { registryImportRow } from '../registries/registry-import.tables.ts';
import { authorizeImports, type RegistryRegion } from '../registries/registry-region.queries.ts';
import { auditBatch } from './doctor-import.audit.ts';
import type { ImportJobInput } from './doctor-import.jobs.ts';
import { derivedOf, mark } from './doctor-import.merge.ts';
import {
	seniorDoctor,
	seniorDoctorChange,
	seniorDoctorFollowUp,
	type FieldValue,
} from './senior-doctor.tables.ts';

const CHUNK = 200;

/** Takes a batch back: new records go, others have their values of before again. Those changed since stay, and are named. */
export const undoDoctors: JobHandler<ImportJobInput> = async ({ context, job, input, progress }) => {
	const region = await authorizeImports(context, 'senior-doctors', job.regionCode ?? '');
	const brought = await getImport(context, region, input.importId);
	const total = brought.counts.written ?? 0;
	try {
		for (let done = 0; ;) {
			await progress(done, total);
			const rows = await withRegistryRights(context, region.departmentCodes, async (inside) => {
				const some = await selectRows(inside.db, brought.id, { states: ['written'], after: 0, limit: CHUNK });
				await undoRows(inside, brought, some);
				return some.length;
			});
			if (rows === 0) break;
			done += rows;
		}
	} catch (error) {
		// Who stops it half-way finds the batch as it is, and can undo the rest.
		if (wasStopped(error)) await finish(context, region, { id: brought.id, state: 'applied' });
		throw error;
	}
	return { report: { ...(await finish(context, region, { id: brought.id, state: 'undone' })) } };
};

async function finish(
	context: Context,
	region: RegistryRegion,
	to: { id: string; state: 'applied' | 'undone' },
) {
	const counts = await withRegistryRights(context, region.departmentCodes, async ({ db }) => {
		await auditBatch(context, db, { importId: to.id, action: 'seniors.undo-import', states: ['undone'] });
		return countRows(db, to.id);
	});
	await setImport(context, region, to.id, { state: to.state, counts, undoneAt: context.now() });
	return counts;
}

async function undoRows(
	inside: Context,
	brought: RegistryImport,
	rows: readonly RegistryImportRow[],
): Promise<void> {
	const { db } = inside;
	const created = rows.filter(({ before }) => before === null);
	const gone = await removeUntouched(
		db,
		created.flatMap(({ recordId }) => recordId ?? []),
	);
	const undone = created.flatMap(({ recordId, line }) =>
		recordId !== null && gone.has(recordId) ? [line] : [],
	);
	const kept = created.flatMap(({ line }) => (undone.includes(line) ? [] : [line]));
	await markAll(db, brought.id, undone, 'undone');
	await markAll(db, brought.id, kept, 'kept');
	for (const row of rows) {
		if (row.before === null) continue;
		const restored = await restore(inside, brought, row);
		await mark(db, row, { state: restored ? 'undone' : 'kept' });
	}
}

/** Removes records that are as the batch made them: at their first version, and followed up by nobody. */
async function removeUntouched(db: Database, ids: readonly string[]): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	const followed = db
		.select({ found: sql`1` })
		.from(seniorDoctorFollowUp)
		.where(eq(seniorDoctorFollowUp.doctorId, seniorDoctor.id));
	const gone = await db
		.delete(seniorDoctor)
		.where(
			and(
				inArray(seniorDoctor.id, [...ids]),
				eq(seniorDoctor.version, 1),
				isNull(seniorDoctor.lastContactOn),
				sql`not exists ${followed}`,
			),
		)
		.returning({ id: seniorDoctor.id });
	return new Set(gone.map(({ id }) => id));
}

async function restore(
	{ db, now }: Context,
	brought: RegistryImport,
	row: RegistryImportRow,
): Promise<boolean> {
	if (row.before === null || row.recordId === null) return false;
	const [record] = await db
		.select()
		.from(seniorDoctor)
		.where(eq(seniorDoctor.id, row.recordId))
		.for('update');
	if (record === undefined || record.version !== row.version) return false;
	const values = row.before.values as Partial<typeof seniorDoctor.$inferSelect>;
	const version = record.version + 1;
	await db
		.update(seniorDoctor)
		.set({
			...values,
			...(await derivedOf(db, { ...record, ...values })),
			sources: row.before.sources as typeof record.sources,
			...{ version, updatedAt: now(), updatedBy: brought.accountId },
		})
		.where(eq(seniorDoctor.id, record.id));
	const fields = (Object.keys(values) as (keyof typeof values)[]).filter(
		(field) => field !== 'departmentCode',
	);
	await db.insert(seniorDoctorChange).values(
		fields.map((field) => ({
			id: newId(),
			doctorId: record.id,
			departmentCode: values.departmentCode ?? record.departmentCode,
			...{ version, field, source: 'import' as const, batchId: brought.id, accountId: brought.accountId },
			before: record[field] as FieldValue,
			after: (values[field] ?? null) as FieldValue,
			changedAt: now(),
		})),
	);
	return true;
}

async function markAll(
	db: Database,
	importId: string,
	lines: readonly number[],
	state: 'undone' | 'kept',
): Promise<void> {
	if (lines.length === 0) return;
	await db
		.update(registryImportRow)
		.set({ state })
		.where(and(eq(registryImportRow.importId, importId), inArray(registryImportRow.line, [...lines])));
}
