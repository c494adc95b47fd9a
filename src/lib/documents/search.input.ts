import { z } from 'zod';
import { line } from '#lib/text.input.ts';
import { oneLine } from '#lib/text.ts';
import { QUESTION_LONGEST } from './search.rules.ts';

/** What is looked for, as the address says it. */
export const searchQuery = z.strictObject({
	q: line()
		.max(QUESTION_LONGEST)
		.meta({ description: 'Des mots, avec ou sans accents, au singulier ou au pluriel.' }),
});

export function readSearched(parameters: URLSearchParams): string {
	return oneLine(parameters.get('q') ?? '').slice(0, QUESTION_LONGEST);
}
