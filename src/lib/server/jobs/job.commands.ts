import { and, eq, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import { afterSilence, JOB_SILENCE_MS } from '#lib/jobs/job.rules.ts';
import { newId } from '#lib/identifiers.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { JobKind, JobOutcome } from './job.kinds.ts';
import type { Job } from './job.queries.ts';
import { job, jobFile } from './job.tables.ts';

/** Bytes of one part of a file: small beside a process, large beside a row. */
const PART_BYTES = 262_144;

/** « Cette opération s'est arrêtée »: said when the process that had it is gone. */
const DIED = 'Cette opération s’est arrêtée avec le serveur et n’a pas pu reprendre. Recommencez-la.';

/**
 * Puts a job in the queue, inside the caller's transaction: whoever calls has judged the rights, and publishes `job-queued` once it is
 * committed so that it begins at once.
 */
export async function queueJob<Input extends Record<string, unknown>>(
	context: Context,
	kind: JobKind<Input>,
	asked: { input: Input; regionCode?: string | null; departmentCode?: string | null; id?: string },
): Promise<string> {
	const id = asked.id ?? newId();
	await context.db.insert(job).values({
		id,
		kind: kind.name,
		regionCode: asked.regionCode ?? null,
		departmentCode: asked.departmentCode ?? null,
		accountId: context.actor.kind === 'account' ? context.actor.accountId : null,
		state: 'queued',
		input: asked.input,
		isResumable: kind.isResumable,
		keptDays: kind.keptDays,
		createdAt: context.now(),
	});
	return id;
}

/**
 * Keeps a file with a job, in parts as it comes, and replaces the one of that name. Not atomic by itself: what has no job that reads
 * it is nothing.
 */
export async function writeJobFile(
	db: Database,
	file: { jobId: string; name: string },
	chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<number> {
	const { jobId, name } = file;
	await db.delete(jobFile).where(and(eq(jobFile.jobId, jobId), eq(jobFile.name, name)));
	let seq = 0;
	let size = 0;
	for await (const chunk of chunks) {
		for (let at = 0; at < chunk.byteLength; at += PART_BYTES) {
			const bytes = chunk.subarray(at, at + PART_BYTES);
			await db.insert(jobFile).values({ jobId, name, seq, bytes });
			seq += 1;
			size += bytes.byteLength;
		}
	}
	return size;
}

/**
 * Asks a job to stop: one that has not begun is cancelled at once, one that has stops at its next progress, where its handler tidies.
 * @returns null when it had ended already
 */
export async function stopJob(db: Database, id: string, now: Date): Promise<'cancelled' | 'stopping' | null> {
	const cancelled = await db
		.update(job)
		.set({ state: 'cancelled', stopAskedAt: now, endedAt: now })
		.where(and(eq(job.id, id), eq(job.state, 'queued'), isNull(job.startedAt)))
		.returning({ id: job.id });
	if (cancelled.length > 0) return 'cancelled';
	const asked = await db
		.update(job)
		.set({ stopAskedAt: now })
		.where(and(eq(job.id, id), inArray(job.state, ['queued', 'running'])))
		.returning({ id: job.id });
	return asked.length > 0 ? 'stopping' : null;
}

/** Takes the oldest job that waits, if there is one. Two processes never take the same. */
export async function claimJob(
	db: Database,
	claim: { runner: string; kinds: readonly string[]; now: Date },
): Promise<Job | null> {
	return db.transaction(async (transaction) => {
		const [waiting] = await transaction
			.select({ id: job.id })
			.from(job)
			.where(and(eq(job.state, 'queued'), inArray(job.kind, [...claim.kinds])))
			.orderBy(job.createdAt, job.id)
			.limit(1)
			.for('no key update', { skipLocked: true });
		if (waiting === undefined) return null;
		const [taken] = await transaction
			.update(job)
			.set({
				state: 'running',
				runner: claim.runner,
				seenAt: claim.now,
				startedAt: sql`coalesce(${job.startedAt}, ${claim.now.toISOString()}::timestamptz)`,
				attempts: sql`${job.attempts} + 1`,
			})
			.where(eq(job.id, waiting.id))
			.returning();
		return taken ?? null;
	});
}

/** A sign of life, with what is known of the progress. @returns null when this process has lost the job; else whether it must stop */
export async function recordProgress(
	db: Database,
	at: { id: string; runner: string; now: Date; done?: number; total?: number | null },
): Promise<{ mustStop: boolean } | null> {
	const { done, total } = at;
	const [row] = await db
		.update(job)
		.set({
			seenAt: at.now,
			...(done === undefined ? {} : { done }),
			...(total === undefined ? {} : { total }),
		})
		.where(isHeldBy(at))
		.returning({ stopAskedAt: job.stopAskedAt });
	return row === undefined ? null : { mustStop: row.stopAskedAt !== null };
}

export type JobEnding =
	| { state: 'done'; outcome: JobOutcome }
	| { state: 'failed'; code: string; fault: string }
	| { state: 'cancelled' };

/** Ends a job that this process still has. @returns whether it had it */
export async function endJob(
	db: Database,
	held: { id: string; runner: string; now: Date },
	ending: JobEnding,
): Promise<boolean> {
	const said =
		ending.state === 'done'
			? { report: ending.outcome.report ?? null, result: ending.outcome.result ?? null }
			: ending.state === 'failed'
				? { faultCode: ending.code, fault: ending.fault }
				: {};
	const ended = await db
		.update(job)
		.set({ state: ending.state, endedAt: held.now, ...said })
		.where(isHeldBy(held))
		.returning({ id: job.id });
	return ended.length > 0;
}

/**
 * Sees to the jobs whose process is gone: taken up again, or failed with a sentence. `alone` says that no other process works on this
 * database: whatever another one has is then its predecessor's.
 */
export async function recoverJobs(
	db: Database,
	by: { runner: string; now: Date; alone: boolean },
): Promise<number> {
	const silentSince = new Date(by.now.getTime() - JOB_SILENCE_MS);
	const isGone = by.alone
		? or(isNull(job.runner), sql`${job.runner} <> ${by.runner}`)
		: or(isNull(job.seenAt), lt(job.seenAt, silentSince));
	return db.transaction(async (transaction) => {
		const gone = await transaction
			.select({
				id: job.id,
				isResumable: job.isResumable,
				attempts: job.attempts,
				stopAskedAt: job.stopAskedAt,
			})
			.from(job)
			.where(and(eq(job.state, 'running'), isGone))
			.for('no key update', { skipLocked: true });
		for (const one of gone) {
			// Who had asked to stop it has it stopped by a handler that knows what to tidy, when there is one.
			const next = afterSilence(one);
			const failed = { faultCode: 'interrupted', fault: DIED, endedAt: by.now };
			await transaction
				.update(job)
				.set({ state: next, runner: null, ...(next === 'failed' ? failed : {}) })
				.where(eq(job.id, one.id));
		}
		return gone.length;
	});
}

/** Gives back a job that a process which closes has not finished: another one, or the next start, takes it up. */
export async function giveBackJob(
	db: Database,
	held: { id: string; runner: string; now: Date },
): Promise<void> {
	await db
		.update(job)
		.set({ state: 'queued', runner: null, attempts: sql`greatest(${job.attempts} - 1, 0)` })
		.where(and(isHeldBy(held), eq(job.isResumable, true)));
	await endJob(db, held, { state: 'failed', code: 'interrupted', fault: DIED });
}

/** Removes the jobs that ended long enough ago, with their files. @returns how many */
export async function purgeJobs(db: Database, now: Date): Promise<number> {
	const gone = await db
		.delete(job)
		.where(
			and(
				isNotNull(job.endedAt),
				sql`${job.endedAt} + ${job.keptDays} * interval '1 day' < ${now.toISOString()}::timestamptz`,
			),
		)
		.returning({ id: job.id });
	return gone.length;
}

function isHeldBy({ id, runner }: { id: string; runner: string }) {
	return and(eq(job.id, id), eq(job.runner, runner), eq(job.state, 'running'));
}
