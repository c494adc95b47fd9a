import { COMMITTEE_DOORS } from './committee.doors.ts';
import { DOCUMENTS_DOORS } from './documents.doors.ts';
import { PLAN_DOORS } from './plan.doors.ts';
import { REGISTRIES_DOORS } from './registries.doors.ts';
import { INDICATORS_DOORS } from './indicators.doors.ts';
import { EVALUATION_DOORS } from './evaluation.doors.ts';
import type { Expectation } from '../route-rights.ts';

/** Every operation of every route: one that is not here fails the matrix. */
export const EXPECTATIONS: Record<string, Expectation> = {
	...COMMITTEE_DOORS,
	...DOCUMENTS_DOORS,
	...PLAN_DOORS,
	...REGISTRIES_DOORS,
	...INDICATORS_DOORS,
	...EVALUATION_DOORS,
};
