import { defineJobKind } from '../jobs/job.kinds.ts';

/** Computes again the indicators of a committee that Terrimed computes. */
export const computeIndicatorsJob = defineJobKind<{ departmentCode: string }>({
	name: 'indicators.compute',
	isResumable: true,
	keptDays: 2,
});

/** Writes to whoever keeps indicators of the values that are expected of them. Days are ISO; `since` was the last one seen to. */
export const remindOwnersJob = defineJobKind<{ since: string; until: string }>({
	name: 'indicators.remind',
	isResumable: false,
	keptDays: 40,
});
