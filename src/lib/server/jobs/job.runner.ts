import { setImmediate as nextTurn } from 'node:timers/promises';
import { isTerrimedError } from '#lib/errors.ts';
import { JOB_SIGN_MS } from '#lib/jobs/job.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { Events } from '../events/events.ts';
import {
	claimJob,
	endJob,
	giveBackJob,
	purgeJobs,
	recordProgress,
	recoverJobs,
	type JobEnding,
} from './job.commands.ts';
import { JobStopped, type JobHandlers, type JobLetters, type JobRun, type HourlyPurge } from './job.kinds.ts';
import type { Job } from './job.queries.ts';

/** How often a process looks for jobs that another one has queued, in milliseconds; its own begin at once. */
const LOOK_MS = 5_000;

/** How often what has been kept long enough is removed, in milliseconds. */
const PURGE_MS = 3_600_000;

/** The least time between two writes of the progress, in milliseconds. */
const PROGRESS_MS = 500;

/** From its asking to its end: a job that took longer is told by a letter. */
const LETTER_MS = 60_000;

/** How often a job is begun when the database ends it for somebody else's sake. */
const DEADLOCK_ATTEMPTS = 3;

const OUR_FAULT =
	'Cette opération s’est arrêtée sur une erreur qui vient de nous. Réessayez\u00a0; si cela recommence, prévenez l’administration.';

export interface JobRunnerOptions {
	db: Database;
	events: Events;
	now: () => Date;
	/** Runtime id of this process. */
	runner: string;
	/** Whether no other process works on this database. */
	alone: boolean;
	handlers: JobHandlers;
	/** Kinds that may take minutes: they wait for each other only, and no other kind waits for them. */
	longKinds?: readonly string[];
	letters?: JobLetters;
	purges: readonly HourlyPurge[];
	/** The context of whoever asked for a job, with the rights they have now. */
	contextOf(accountId: string | null): Promise<Context>;
	timers: { setTimeout(run: () => void, milliseconds: number): unknown; clearTimeout(timer: never): void };
	reportError(error: unknown): void;
	/** What the database ended for somebody else's sake, and is begun again. */
	reportAttempt?(error: unknown): void;
}

export interface JobRunner {
	/** Runs what waits until nothing does. */
	settle(): Promise<void>;
	/** Removes what has been kept long enough, now. */
	purge(): Promise<number>;
	/** What runs is given back or failed with a sentence; nothing begins any more. */
	close(): Promise<void>;
}

interface Lane {
	/** Runs what waits until nothing does. */
	settle(): Promise<void>;
	/** Waits for what runs, and begins nothing. */
	ended(): Promise<void>;
}

/** Runs what waits of some kinds, one job at a time. */
function createLane(options: JobRunnerOptions, kinds: readonly string[], isClosed: () => boolean): Lane {
	const { db, now, runner, alone, reportError } = options;
	let working: Promise<void> | null = null;
	let isWanted = false;
	const drain = async (): Promise<void> => {
		do {
			isWanted = false;
			await recoverJobs(db, { runner, now: now(), alone });
			for (;;) {
				const taken = isClosed() ? null : await claimJob(db, { runner, kinds, now: now() });
				if (taken === null) break;
				await runOne(options, taken, isClosed);
			}
		} while (isWanted && !isClosed());
	};
	return {
		settle() {
			if (isClosed()) return Promise.resolve();
			isWanted = true;
			working ??= drain()
				.catch(reportError)
				.finally(() => (working = null));
			return working;
		},
		ended: () => working ?? Promise.resolve(),
	};
}

/**
 * Runs jobs beside the pages, in two lanes of one job at a time each, so that a short one never waits for a long one: what needs the
 * processor is done in the thread of the files, and what needs the database in steps of some milliseconds, between which the other lane
 * and the pages have their turn.
 */
export function createJobRunner(options: JobRunnerOptions): JobRunner {
	const { db, now, timers, reportError, longKinds = [] } = options;
	const kinds = Object.keys(options.handlers);
	let isClosed = false;
	let lastPurge: number | null = null;
	const lanes = [false, true]
		.map((isLong) => kinds.filter((kind) => longKinds.includes(kind) === isLong))
		.filter((some) => some.length > 0)
		.map((some) => createLane(options, some, () => isClosed));
	const settle = async (): Promise<void> => {
		await Promise.all(lanes.map((lane) => lane.settle()));
	};
	const purge = async (): Promise<number> => {
		lastPurge = now().getTime();
		let gone = await purgeJobs(db, now());
		const platform = await options.contextOf(null);
		for (const one of options.purges) if (!isClosed) gone += await one(platform);
		return gone;
	};
	const look = async (): Promise<void> => {
		if (lastPurge === null || now().getTime() - lastPurge > PURGE_MS) await purge().catch(reportError);
		await settle();
		if (!isClosed) lookIn(LOOK_MS);
	};
	const lookIn = (milliseconds: number): void => {
		timer = timers.setTimeout(() => (looking = look()), milliseconds);
	};
	let timer: unknown;
	let looking: Promise<void> | undefined;
	lookIn(0);
	const unsubscribe = options.events.subscribe((event) => {
		if (event.type === 'job-queued' && !isClosed) void settle();
	});
	return {
		settle,
		purge,
		async close() {
			isClosed = true;
			unsubscribe();
			timers.clearTimeout(timer as never);
			await Promise.all([looking, ...lanes.map((lane) => lane.ended())]);
		},
	};
}

async function runOne(options: JobRunnerOptions, job: Job, isClosed: () => boolean): Promise<void> {
	const { db, now, runner, timers, reportError } = options;
	const held = () => ({ id: job.id, runner, now: now() });
	let signs: unknown = null;
	const sign = (): void => {
		signs = timers.setTimeout(() => {
			recordProgress(db, held()).catch(reportError);
			sign();
		}, JOB_SIGN_MS);
	};
	sign();
	try {
		const ending = await endingOf(options, job, isClosed);
		if (ending === null) await giveBackJob(db, held());
		else if (await endJob(db, held(), ending)) await write(options, job, ending).catch(reportError);
	} finally {
		timers.clearTimeout(signs as never);
	}
}

/** Writes to whoever asked for a job that took longer than people wait before a page. One that somebody stopped needs no letter. */
async function write(options: JobRunnerOptions, job: Job, ending: JobEnding): Promise<void> {
	const letter = options.letters?.[job.kind];
	const took = options.now().getTime() - job.createdAt.getTime();
	if (letter === undefined || took < LETTER_MS || ending.state === 'cancelled') return;
	const context = await options.contextOf(job.accountId);
	if (context.actor.kind === 'anonymous') return;
	const fault = ending.state === 'failed' ? ending.fault : null;
	const said = await letter(context, { job, state: ending.state, fault });
	if (said !== null) await context.mail.send({ to: context.actor.email, ...said });
}

/** What became of a job; null when this process closes and it is to be given back. */
async function endingOf(
	options: JobRunnerOptions,
	job: Job,
	isClosed: () => boolean,
): Promise<JobEnding | null> {
	const handler = options.handlers[job.kind];
	if (handler === undefined) throw new Error('no such job');
	const handle = async () => {
		const context = await options.contextOf(job.accountId);
		const progress = createProgress(options, job, isClosed);
		const run: JobRun = { job, input: job.input, context, progress };
		return handler(run as JobRun<never>);
	};
	try {
		return { state: 'done', outcome: await tryAgainAfterDeadlock(handle, options, isClosed) };
	} catch (error) {
		// Whatever it says: what it leaned on closes with the process.
		if (isClosed()) return null;
		if (error instanceof JobStopped) return { state: 'cancelled' };
		if (isTerrimedError(error)) return { state: 'failed', code: error.code, fault: error.message };
		options.reportError(error);
		return { state: 'failed', code: 'internal', fault: OUR_FAULT };
	}
}

/** Of two that hold what the other waits for, the database ends one: nothing of its step was written, and it goes on as after a killed process. */
async function tryAgainAfterDeadlock<Outcome>(
	work: () => Promise<Outcome>,
	{ reportAttempt }: JobRunnerOptions,
	isClosed: () => boolean,
): Promise<Outcome> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await work();
		} catch (error) {
			if (!isDeadlock(error) || attempt >= DEADLOCK_ATTEMPTS || isClosed()) throw error;
			reportAttempt?.(error);
		}
	}
}

function isDeadlock(error: unknown): boolean {
	const told = error instanceof Error ? (error.cause ?? error) : null;
	return (told as { code?: unknown } | null)?.code === '40P01';
}

function createProgress(options: JobRunnerOptions, job: Job, isClosed: () => boolean): JobRun['progress'] {
	let written = -PROGRESS_MS;
	return async (done, total) => {
		await nextTurn();
		if (isClosed()) throw new JobStopped(false);
		const at = options.now();
		const isLast = total !== null && done >= total;
		if (!isLast && at.getTime() - written < PROGRESS_MS) return;
		written = at.getTime();
		const held = { id: job.id, runner: options.runner, now: at };
		const state = await recordProgress(options.db, { ...held, done, total });
		if (state === null || state.mustStop) throw new JobStopped(state !== null);
	};
}
