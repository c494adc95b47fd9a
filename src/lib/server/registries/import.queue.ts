import type { ImportState } from '#lib/registries/import.rules.ts';
import { newId } from '#lib/identifiers.ts';
import type { Context } from '../context/context.ts';
import { queueJob } from '../jobs/job.commands.ts';
import type { JobKind } from '../jobs/job.kinds.ts';
import type { ImportJobInput, ImportRegistry } from './import-registry.ts';
import { moveImport } from './registry-import.commands.ts';
import type { Scope } from './registry-import.queries.ts';
import type { registryImport } from './registry-import.tables.ts';

/**
 * Moves an import to where a job works on it, and queues that job: in this order, so that a job never finds its import elsewhere. Should
 * the second fail, `stop` brings the import back.
 */
export async function queueOn(
	context: Context,
	scope: Scope,
	asked: {
		id: string;
		kind: JobKind<ImportJobInput>;
		from: readonly ImportState[];
		to: ImportState;
		values?: Partial<typeof registryImport.$inferInsert>;
	},
): Promise<string> {
	const jobId = newId();
	await moveImport(context, scope, { ...asked, values: { ...asked.values, jobId } });
	await queueJob(context, asked.kind, {
		id: jobId,
		input: { importId: asked.id },
		regionCode: scope.regionCode,
	});
	context.events.publish({ type: 'job-queued', jobId });
	return jobId;
}

/** Has the rows that are right written. */
export function queueApply(
	context: Context,
	scope: Scope,
	asked: { registry: ImportRegistry; id: string },
): Promise<string> {
	const { jobs } = asked.registry;
	return queueOn(context, scope, { id: asked.id, kind: jobs.apply, from: ['checked'], to: 'applying' });
}
