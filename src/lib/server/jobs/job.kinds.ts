import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { Job } from './job.queries.ts';

/** A kind of job: what it is asked, by a name that its handler bears. */
export interface JobKind<Input extends Record<string, unknown>> {
	readonly name: string;
	/** Whether another process may take it up again where the first one died; otherwise it then fails. */
	readonly isResumable: boolean;
	readonly keptDays: number;
	/** Never there: it carries the type. */
	readonly input?: Input;
}

export function defineJobKind<Input extends Record<string, unknown>>(kind: {
	name: string;
	isResumable: boolean;
	keptDays: number;
}): JobKind<Input> {
	return kind;
}

/** What a handler is given. */
export interface JobRun<Input = Record<string, unknown>> {
	readonly job: Job;
	readonly input: Input;
	/** Seen by whoever asked for the job, with the rights they have now. */
	readonly context: Context;
	/**
	 * Says how far it is, seldom enough to cost nothing, and lets the pages have their turn.
	 * @throws JobStopped when somebody has asked to stop, or when another process has taken the job over
	 */
	progress(done: number, total: number | null): Promise<void>;
}

/** What a job leaves. */
export interface JobOutcome {
	report?: Record<string, unknown>;
	result?: string;
}

export type JobHandler<Input = never> = (run: JobRun<Input>) => Promise<JobOutcome>;

/** What each kind is done by, and what is tidied every night, in whichever process. */
export type JobHandlers = Readonly<Record<string, JobHandler>>;

/** Thrown by `progress`; a handler that must tidy up catches it, tidies, and throws it again. */
export class JobStopped extends Error {
	constructor() {
		super('job stopped');
		this.name = 'JobStopped';
	}
}

/** Work of the night: removes what has been kept long enough. @returns how many rows went */
export type NightlyPurge = (db: Database, now: Date) => Promise<number>;
