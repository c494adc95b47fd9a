import { z } from 'zod';
import { QUESTION_LONGEST } from './search.rules.ts';

/** What is looked for, as the address says it. */
export const searchQuery = z.strictObject({
	q: z
		.string()
		.max(QUESTION_LONGEST)
		.meta({ description: 'Des mots, avec ou sans accents, au singulier ou au pluriel.' }),
});

export function readSearched(parameters: URLSearchParams): string {
	return (parameters.get('q') ?? '').trim().slice(0, QUESTION_LONGEST);
}
