import { SPACE, type Expectation } from '../route-rights.ts';

/** The evaluation: reviews, the space at a date, the chain, the file. */
export const EVALUATION_DOORS: Record<string, Expectation> = {
	[`page ${SPACE}/revue GET`]: { right: 'read' },
};
