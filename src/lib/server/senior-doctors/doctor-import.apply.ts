import { eq } from 'drizzle-orm';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { wasStopped, type JobHandler, type JobRun } from '../jobs/job.kinds.ts';
import { setImport } from '../registries/registry-import.commands.ts';
import {
	countRows,
	getImport,
	selectRows,
	type RegistryImport,
} from '../registries/registry-import.queries.ts';
import { registryImportPart } from '../registries/registry-import.tables.ts';
import { authorizeImports, type RegistryRegion } from '../registries/registry-region.queries.ts';
import { auditBatch } from './doctor-import.audit.ts';
import { insertDoctors } from './doctor-import.insert.ts';
import type { ImportJobInput } from './doctor-import.jobs.ts';
import { mergeDoctors } from './doctor-import.merge.ts';

/** Rows written in one transaction. */
const CHUNK = 1_000;
const MERGED_CHUNK = 100;

/**
 * Writes the rows that are right, some at a time. One who stops it keeps what is written, and can undo the batch; a job that is taken up
 * again goes on with what is not written yet.
 */
export const applyDoctors: JobHandler<ImportJobInput> = async (run) => {
	const { context, job, input } = run;
	const region = await authorizeImports(context, 'senior-doctors', job.regionCode ?? '');
	const brought = await getImport(context, region, input.importId);
	const counts = { ...brought.counts };
	const total = (counts.ready ?? 0) + (counts.duplicate ?? 0);
	try {
		const done = await writeReady(run, region, brought, total);
		await writeMerged(run, region, brought, { done, total });
	} catch (error) {
		if (wasStopped(error)) await finish(context, region, brought);
		throw error;
	}
	return { report: { ...(await finish(context, region, brought)) } };
};

async function finish(context: Context, region: RegistryRegion, brought: RegistryImport) {
	const counts = await withRegistryRights(context, region.departmentCodes, async ({ db }) => {
		const made = await countRows(db, brought.id);
		// What the file said is in the registry or in the rows that were left: the file itself goes.
		await db.delete(registryImportPart).where(eq(registryImportPart.importId, brought.id));
		await auditBatch(context, db, { importId: brought.id, action: 'seniors.import', states: ['written'] });
		return made;
	});
	await setImport(context, region, brought.id, { state: 'applied', counts, appliedAt: context.now() });
	return counts;
}

async function writeReady(
	{ context, progress }: JobRun<ImportJobInput>,
	region: RegistryRegion,
	brought: RegistryImport,
	total: number,
): Promise<number> {
	let [done, after] = [0, 0];
	for (;;) {
		await progress(done, total);
		const { count, last } = await withRegistryRights(context, region.departmentCodes, ({ db }) =>
			insertDoctors(context, db, brought, { after, limit: CHUNK }),
		);
		if (count === 0) return done;
		done += count;
		after = last;
	}
}

async function writeMerged(
	{ context, progress }: JobRun<ImportJobInput>,
	region: RegistryRegion,
	brought: RegistryImport,
	at: { done: number; total: number },
): Promise<void> {
	let { done } = at;
	for (let after = 0; ;) {
		await progress(done, at.total);
		const rows = await withRegistryRights(context, region.departmentCodes, async (inside) => {
			const some = await selectRows(inside.db, brought.id, {
				states: ['duplicate'],
				after,
				limit: MERGED_CHUNK,
			});
			await mergeDoctors(inside, brought, some);
			return some;
		});
		const last = rows.at(-1);
		if (last === undefined) return;
		after = last.line;
		done += rows.length;
	}
}
