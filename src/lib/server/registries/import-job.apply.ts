import { eq } from 'drizzle-orm';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { wasStopped, type JobHandler, type JobRun } from '../jobs/job.kinds.ts';
import { auditBatch, tellBatch } from './import.audit.ts';
import { insertRecords, readyParts } from './import.insert.ts';
import { mergeRecords } from './import.merge.ts';
import type { ImportJobInput, ImportRegistry } from './import-registry.ts';
import { setImport } from './registry-import.commands.ts';
import { countRows, getImport, selectRows, type RegistryImport } from './registry-import.queries.ts';
import { registryImportPart } from './registry-import.tables.ts';
import { authorizeImports, type RegistryRegion } from './registry-region.queries.ts';

/** Rows written in one transaction. */
const CHUNK = 1_000;

/** Transactions at the same time: half of what two processors could do is lost with one, and pages need the other connections. */
const AT_ONCE = 2;

/** Rows that replace something, written in one transaction. */
const MERGED_CHUNK = 250;

interface Work {
	registry: ImportRegistry;
	region: RegistryRegion;
	brought: RegistryImport;
}

/**
 * Writes the rows that are right, some at a time. One who stops it keeps what is written, and can undo the batch; a job that is taken up
 * again goes on with what is not written yet.
 */
export const applyImportJob =
	(registry: ImportRegistry): JobHandler<ImportJobInput> =>
	async (run) => {
		const { context, job, input } = run;
		const region = await authorizeImports(context, registry.subject.registry, job.regionCode ?? '');
		const brought = await getImport(context, region, input.importId);
		const work: Work = { registry, region, brought };
		const counts = { ...brought.counts };
		const total = (counts.ready ?? 0) + (counts.duplicate ?? 0);
		try {
			const done = await writeReady(run, work, total);
			await writeMerged(run, work, { done, total });
		} catch (error) {
			if (wasStopped(error)) await finish(context, work);
			throw error;
		}
		return { report: { ...(await finish(context, work)) } };
	};

async function finish(context: Context, { registry, region, brought }: Work) {
	const { counts, touched } = await withRegistryRights(context, region.departmentCodes, async ({ db }) => {
		const made = await countRows(db, brought.id);
		// What the file said is in the registry or in the rows that were left: the file itself goes.
		await db.delete(registryImportPart).where(eq(registryImportPart.importId, brought.id));
		const where = await auditBatch(context, db, {
			...{ registry, importId: brought.id },
			action: registry.audited.apply,
			states: ['written'],
		});
		return { counts: made, touched: where };
	});
	tellBatch(context, registry, touched);
	await setImport(context, region, brought.id, { state: 'applied', counts, appliedAt: context.now() });
	return counts;
}

/**
 * New records, in parts that are written at the same time: most of the work is the database's, and a server has several processors. The
 * import says up to which line its rows are written once all parts before it are there.
 */
async function writeReady(
	{ context, progress }: JobRun<ImportJobInput>,
	work: Work,
	total: number,
): Promise<number> {
	const { region, brought } = work;
	const inside = <Result>(step: (inside: Context) => Promise<Result>) =>
		withRegistryRights(context, region.departmentCodes, step);
	let [done, after] = [0, brought.writtenThrough];
	for (;;) {
		await progress(done, total);
		const parts = await inside(({ db }) =>
			readyParts(db, brought.id, { after, rows: CHUNK, parts: AT_ONCE }),
		);
		const last = parts.at(-1);
		if (last === undefined) return done;
		const ends = await Promise.allSettled(
			parts.map((lines) => inside((one) => insertRecords(one, work, lines))),
		);
		for (const end of ends) if (end.status === 'rejected') throw end.reason;
		after = last.to;
		await setImport(context, region, brought.id, { writtenThrough: after });
		done += parts.reduce((sum, { count }) => sum + count, 0);
	}
}

async function writeMerged(
	{ context, progress }: JobRun<ImportJobInput>,
	work: Work,
	at: { done: number; total: number },
): Promise<void> {
	let { done } = at;
	for (let after = 0; ;) {
		await progress(done, at.total);
		const rows = await withRegistryRights(context, work.region.departmentCodes, async (inside) => {
			const some = await selectRows(inside.db, work.brought.id, {
				states: ['duplicate'],
				after,
				limit: MERGED_CHUNK,
			});
			await mergeRecords(inside, work, some);
			return some;
		});
		const last = rows.at(-1);
		if (last === undefined) return;
		after = last.line;
		done += rows.length;
	}
}
