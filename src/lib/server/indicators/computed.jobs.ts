import { defineJobKind } from '../jobs/job.kinds.ts';

/** Computes again the indicators of a committee that Terrimed computes. */
export const computeIndicatorsJob = defineJobKind<{ departmentCode: string }>({
	name: 'indicators.compute',
	isResumable: true,
	keptDays: 2,
});
