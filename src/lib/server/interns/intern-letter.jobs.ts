import { defineJobKind } from '../jobs/job.kinds.ts';

/** The letter of a week to whoever the job is in the name of. */
export const internLetterJob = defineJobKind<{ week: string }>({
	name: 'interns.letter',
	isResumable: false,
	keptDays: 14,
});
