/** Where a job stands. The last three are ends: nothing leaves them. */
export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** What a page may show of a job under way. */
export interface JobProgress {
	state: JobState;
	/** Pieces done of `total`; 0 of null before the job has counted them. */
	done: number;
	total: number | null;
	/** Whether somebody has asked to stop it, and it has not stopped yet. */
	isStopping: boolean;
	/** A French sentence, when the job has failed. */
	fault: string | null;
}

export function hasEnded(state: JobState): boolean {
	return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** Progress in whole percent, never 100 before the end; null when nobody knows how much there is. */
export function percentOf({
	state,
	done,
	total,
}: Pick<JobProgress, 'state' | 'done' | 'total'>): number | null {
	if (state === 'done') return 100;
	if (total === null || total <= 0) return null;
	return Math.min(99, Math.floor((100 * done) / total));
}

/** How long a running job may be silent before it is taken for dead, in milliseconds: six times the time between two signs of life. */
export const JOB_SILENCE_MS = 60_000;
export const JOB_SIGN_MS = 10_000;

/** How many processes may die of a job before it is given up: one can die of something else. */
export const JOB_ATTEMPTS = 3;

/** What becomes of a job whose process says nothing any more. */
export function afterSilence(job: { isResumable: boolean; attempts: number }): 'queued' | 'failed' {
	return job.isResumable && job.attempts < JOB_ATTEMPTS ? 'queued' : 'failed';
}
