import { z } from 'zod';
import { exact } from '#lib/text.input.ts';
import { DECISIONS, reasonInput } from '#lib/documents/suggestion.input.ts';
import { fits, SUGGESTIBLE_FIELDS } from './action-suggestion.rules.ts';

const proposeValueInput = z
	.strictObject({
		do: z.literal('propose'),
		actionId: z.uuid(),
		field: z.enum(SUGGESTIBLE_FIELDS),
		to: z.union([exact(), z.number(), z.null()]),
		reason: reasonInput,
	})
	.refine(({ field, to }) => fits(field, to), 'Ce champ ne peut pas prendre cette valeur.');

/** What the page of the plan asks to be written. */
export const writeValueSuggestionInput = z.discriminatedUnion('do', [proposeValueInput, ...DECISIONS]);

export type ProposeValueInput = z.infer<typeof proposeValueInput>;
export type WriteValueSuggestionInput = z.infer<typeof writeValueSuggestionInput>;
