import { z } from 'zod';
import { exact, lines } from '#lib/text.input.ts';
import { ANCHOR_LONGEST, decodeAnchor } from './comment-anchor.content.ts';
import { OPEN_AT_MOST, PROPOSED_LONGEST, REASON_LONGEST } from './suggestion.rules.ts';

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffc]/g;

/** Words of one line: they go into a paragraph, which has no line breaks. */
const words = z
	.string()
	.max(PROPOSED_LONGEST, `Une proposition compte au plus ${PROPOSED_LONGEST} caractères.`)
	.transform((text) =>
		text
			.replace(/\s*[\r\n]+\s*/g, ' ')
			.replace(CONTROLS, '')
			.toWellFormed(),
	);

/** A few words for other people. */
export const reasonInput = lines().max(
	REASON_LONGEST,
	`Un motif compte au plus ${REASON_LONGEST} caractères.`,
);

const anchor = exact()
	.max(ANCHOR_LONGEST)
	.refine((text) => {
		const read = decodeAnchor(text);
		return read !== null && !read.passage.includes('\ufffc');
	}, 'Choisissez un autre passage.');

const proposeInput = z.strictObject({
	do: z.literal('propose'),
	anchor,
	/** Of an insertion: where in the anchor's passage; null to change the whole passage. */
	at: z.int().min(0).nullable(),
	proposed: words,
	reason: reasonInput,
});

const suggestionId = z.uuid();
const ids = z.array(z.uuid()).min(1).max(OPEN_AT_MOST);

/** What is decided of suggestions, of a text or of the plan alike. */
export const DECISIONS = [
	z.strictObject({ do: z.literal('accept'), suggestionId }),
	z.strictObject({ do: z.literal('refuse'), suggestionId, sentence: reasonInput }),
	z.strictObject({ do: z.literal('withdraw'), suggestionId }),
	/** Those that a person has seen and confirmed: one that came since is not among them. */
	z.strictObject({ do: z.literal('accept-all'), ids }),
	z.strictObject({ do: z.literal('refuse-all'), ids, sentence: reasonInput }),
] as const;

/** What a page of a text asks to be written. */
export const writeSuggestionInput = z.discriminatedUnion('do', [proposeInput, ...DECISIONS]);

export type ProposeInput = z.infer<typeof proposeInput>;
export type DecisionInput = z.infer<(typeof DECISIONS)[number]>;
export type WriteSuggestionInput = z.infer<typeof writeSuggestionInput>;
