import { and, desc, eq, type SQL } from 'drizzle-orm';
import { isId } from '#lib/identifiers.ts';
import type { JobProgress } from '#lib/jobs/job.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { job, jobFile } from './job.tables.ts';

export type Job = typeof job.$inferSelect;

/** A job by its id and kind; whoever asks judges whether it is theirs to see. */
export async function findJob(db: Database, id: string, kind: string): Promise<Job | null> {
	const [found] = await db
		.select()
		.from(job)
		.where(and(eq(job.id, id), eq(job.kind, kind)));
	return found ?? null;
}

/** One's own job of a kind, whatever its state; null for what is somebody else's, or is not there. */
export async function findOwnJob({ db, actor }: Context, id: string, kind: string): Promise<Job | null> {
	const found = isId(id) && actor.kind === 'account' ? await findJob(db, id, kind) : null;
	return actor.kind === 'account' && found?.accountId === actor.accountId ? found : null;
}

/** One's own jobs of a kind that are still kept, of one place: the last ones first, `most` at most. */
export async function listOwnJobs(
	{ db, actor }: Context,
	{ kind, place, most }: { kind: string; place: SQL; most: number },
): Promise<Job[]> {
	if (actor.kind === 'anonymous') return [];
	return db
		.select()
		.from(job)
		.where(and(eq(job.accountId, actor.accountId), eq(job.kind, kind), place))
		.orderBy(desc(job.createdAt), desc(job.id))
		.limit(most);
}

export function progressOf({ state, done, total, stopAskedAt, fault }: Job): JobProgress {
	return { state, done, total, isStopping: state === 'running' && stopAskedAt !== null, fault };
}

/** A file of a job, part by part: one part in memory at a time. */
export async function* readJobFile(db: Database, jobId: string, name: string): AsyncGenerator<Uint8Array> {
	for (let seq = 0; ; seq += 1) {
		const [part] = await db
			.select({ bytes: jobFile.bytes })
			.from(jobFile)
			.where(and(eq(jobFile.jobId, jobId), eq(jobFile.name, name), eq(jobFile.seq, seq)));
		if (part === undefined) return;
		yield part.bytes;
	}
}
