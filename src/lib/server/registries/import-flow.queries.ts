import { eq } from 'drizzle-orm';
import type { JobProgress } from '#lib/jobs/job.rules.ts';
import { hasEnded } from '#lib/jobs/job.rules.ts';
import { undoableUntil, type ImportRowState } from '#lib/registries/import.rules.ts';
import type { Context } from '../context/context.ts';
import { progressOf } from '../jobs/job.queries.ts';
import { job } from '../jobs/job.tables.ts';
import type { ImportPlace } from './import-registry.ts';
import {
	getImport,
	listRows,
	type RegistryImport,
	type RegistryImportRow,
} from './registry-import.queries.ts';
import { authorizeImports, type RegistryRegion } from './registry-region.queries.ts';

/** Rows told in one answer. */
const TOLD = 500;

/** An import with the work on it. */
export interface ImportView {
	brought: RegistryImport;
	region: RegistryRegion;
	/** Null when no job is at work on it. */
	progress: JobProgress | null;
}

/** An import of the region. @throws TerrimedError `not-found` alike when it is not there and when the region is not theirs */
export async function getImportView(
	context: Context,
	{ registry, regionCode, id }: ImportPlace,
): Promise<ImportView> {
	const region = await authorizeImports(context, registry.subject.registry, regionCode);
	const brought = await getImport(context, region, id);
	return { brought, region, progress: await workOn(context, brought) };
}

async function workOn(context: Context, { jobId }: RegistryImport): Promise<JobProgress | null> {
	if (jobId === null) return null;
	const [found] = await context.db.select().from(job).where(eq(job.id, jobId));
	return found === undefined || hasEnded(found.state) ? null : progressOf(found);
}

/** The same for a program, with what is wrong and what was left alone. */
export async function describeImport(context: Context, place: ImportPlace, after: number) {
	const { brought, region, progress } = await getImportView(context, place);
	const states: ImportRowState[] = ['to-correct', 'kept'];
	const rows = await listRows(context, region, {
		importId: brought.id,
		states,
		after,
		limit: TOLD,
	});
	const { titles, mapping, appliedAt, faultCode, fault } = brought;
	return {
		...{ id: brought.id, number: brought.number, fileName: brought.fileName, state: brought.state },
		counts: brought.counts,
		columns: titles.map((title, at) => ({ title, field: mapping[at] ?? null })),
		progress:
			progress === null
				? null
				: { done: progress.done, total: progress.total, isStopping: progress.isStopping },
		fault: fault === null ? null : { code: faultCode ?? 'internal', sentence: fault },
		problems: rows.flatMap((row) => (row.state === 'to-correct' ? problemsOf(row, titles) : [])),
		kept: rows.flatMap(({ state, line, name, recordId }) =>
			state === 'kept' ? { line, name, recordId } : [],
		),
		next: rows.length < TOLD ? null : (rows.at(-1)?.line ?? null),
		createdAt: brought.createdAt.toISOString(),
		checkedAt: brought.checkedAt?.toISOString() ?? null,
		appliedAt: appliedAt?.toISOString() ?? null,
		undoneAt: brought.undoneAt?.toISOString() ?? null,
		undoableUntil:
			brought.state === 'applied' && appliedAt !== null ? undoableUntil(appliedAt).toISOString() : null,
	};
}

function problemsOf({ line, name, problems }: RegistryImportRow, titles: readonly string[]) {
	return (problems ?? []).map(({ column, said, fault, sentence, proposal }) => ({
		...{ line, name, said, fault, sentence },
		column: column === null ? null : (titles[column] ?? null),
		proposal: proposal ?? null,
	}));
}
