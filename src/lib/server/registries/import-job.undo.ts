import { and, eq, inArray } from 'drizzle-orm';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { wasStopped, type JobHandler } from '../jobs/job.kinds.ts';
import { auditBatch, tellBatch } from './import.audit.ts';
import { markRows, writeOver, type Overwriting } from './import.merge.ts';
import { heldRecords } from './import.rows.ts';
import type { ImportJobInput, ImportRegistry } from './import-registry.ts';
import { setImport } from './registry-import.commands.ts';
import {
	countRows,
	getImport,
	selectRows,
	type RegistryImport,
	type RegistryImportRow,
} from './registry-import.queries.ts';
import { authorizeImports, type RegistryRegion } from './registry-region.queries.ts';

const CHUNK = 500;

interface Work {
	registry: ImportRegistry;
	region: RegistryRegion;
	brought: RegistryImport;
}

/** Takes a batch back: new records go, others have their values of before again. Those changed since stay, and are named. */
export const undoImportJob =
	(registry: ImportRegistry): JobHandler<ImportJobInput> =>
	async ({ context, job, input, progress }) => {
		const region = await authorizeImports(context, registry.subject.registry, job.regionCode ?? '');
		const brought = await getImport(context, region, input.importId);
		const work: Work = { registry, region, brought };
		const total = brought.counts.written ?? 0;
		try {
			for (let [done, after] = [0, 0]; ;) {
				await progress(done, total);
				const from = after;
				const rows = await withRegistryRights(context, region.departmentCodes, async (inside) => {
					const asked = { states: ['written'] as const, after: from, limit: CHUNK };
					const some = await selectRows(inside.db, brought.id, asked);
					await undoRows(inside, work, some);
					return some;
				});
				const last = rows.at(-1);
				if (last === undefined) break;
				after = last.line;
				done += rows.length;
			}
		} catch (error) {
			// Who stops it half-way finds the batch as it is, and can undo the rest.
			if (wasStopped(error)) await finish(context, work, 'applied');
			throw error;
		}
		return { report: { ...(await finish(context, work, 'undone')) } };
	};

async function finish(context: Context, { registry, region, brought }: Work, state: 'applied' | 'undone') {
	const { counts, touched } = await withRegistryRights(context, region.departmentCodes, async ({ db }) => {
		const where = await auditBatch(context, db, {
			...{ registry, importId: brought.id },
			action: registry.audited.undo,
			states: ['undone'],
		});
		return { counts: await countRows(db, brought.id), touched: where };
	});
	tellBatch(context, registry, touched);
	await setImport(context, region, brought.id, { state, counts, undoneAt: context.now() });
	return counts;
}

async function undoRows(
	{ db, now }: Context,
	{ registry, brought }: Work,
	rows: readonly RegistryImportRow[],
): Promise<void> {
	const idsOf = (some: readonly RegistryImportRow[]) => some.flatMap(({ recordId }) => recordId ?? []);
	const gone = await removeUntouched(db, registry, idsOf(rows.filter(({ before }) => before === null)));
	const replaced = rows.filter(({ before }) => before !== null);
	const held = await heldRecords(db, registry, { ids: idsOf(replaced), forWriting: true });
	const writings = replaced.flatMap(({ recordId, version, before }): Overwriting[] => {
		const record = held.get(recordId ?? '');
		if (record === undefined || before === null || record.version !== version) return [];
		return [{ record, values: before.values, sources: before.sources }];
	});
	await writeOver(db, { registry, brought, at: now() }, writings);
	const undone = new Set([...gone, ...writings.map(({ record }) => record.id)]);
	await markRows(
		db,
		brought.id,
		rows.map(({ line, recordId }) => ({ line, state: undone.has(recordId ?? '') ? 'undone' : 'kept' })),
	);
}

/** Removes records that are as the batch made them: at their first version, and worked on by nobody. */
async function removeUntouched(
	db: Database,
	{ table, untouched }: ImportRegistry,
	ids: readonly string[],
): Promise<string[]> {
	if (ids.length === 0) return [];
	const gone: { id: unknown }[] = await db
		.delete(table)
		.where(and(inArray(table.id, [...ids]), eq(table.version, 1), untouched))
		.returning({ id: table.id });
	return gone.map(({ id }) => String(id));
}
