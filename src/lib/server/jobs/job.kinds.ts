import type { Context } from '../context/context.ts';
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

/** A letter to whoever asked for a job that took long, once it has ended; null where there is nothing to say. */
export type JobLetter = (
	context: Context,
	ended: { job: Job; state: 'done' | 'failed'; fault: string | null },
) => Promise<{ subject: string; text: string } | null>;

/** The letters of the kinds that write one. */
export type JobLetters = Readonly<Record<string, JobLetter>>;

/** What each kind is done by, and what is tidied every hour, in whichever process. */
export type JobHandlers = Readonly<Record<string, JobHandler>>;

/** Thrown by `progress`; a handler that must tidy up catches it, tidies, and throws it again. */
export class JobStopped extends Error {
	/** Whether somebody asked for it: the job is then at its end. Else the process closes or has lost it, and it goes on elsewhere. */
	readonly wasAsked: boolean;

	constructor(wasAsked: boolean) {
		super('job stopped');
		this.name = 'JobStopped';
		this.wasAsked = wasAsked;
	}
}

/** Whether an error is a stop that somebody asked for. */
export function wasStopped(error: unknown): boolean {
	return error instanceof JobStopped && error.wasAsked;
}

/** Removes what has been kept long enough, as the platform itself. @returns how many rows went */
export type HourlyPurge = (context: Context) => Promise<number>;
