import { z } from 'zod';
import { line } from '#lib/text.input.ts';
import { CHOSEN_REASONS, ERASE_WORDS, REQUEST_KINDS } from './protection.rules.ts';

const askedOn = z.iso.date('Indiquez le jour de la demande.');
const reason = z.enum(CHOSEN_REASONS, 'Choisissez un motif.');

/** An opposition, or its end. */
export const oppositionInput = z.strictObject({
	kind: z.enum(REQUEST_KINDS).extract(['oppose', 'lift']),
	askedOn,
	reason,
});
export type OppositionInput = z.output<typeof oppositionInput>;

/** An erasure, which asks for a word: it cannot be taken back. */
export const eraseInput = z.strictObject({
	askedOn,
	reason,
	words: line().refine(
		(typed) => typed === ERASE_WORDS,
		`Écrivez ${ERASE_WORDS} en majuscules pour confirmer.`,
	),
});
export type EraseInput = z.output<typeof eraseInput>;
