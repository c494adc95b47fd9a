import { defineJobKind } from '../jobs/job.kinds.ts';

/** The nightly purge of the registries; its report is kept for a year, for the page. */
export const retentionJob = defineJobKind<{ day: string }>({
	name: 'registries.purge',
	isResumable: true,
	keptDays: 366,
});
