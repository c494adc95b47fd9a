import { z } from 'zod';
import { NOTE_LONGEST } from './review.limits.ts';
import { readDay } from '../timeline/timeline.rules.ts';

/** What the database cannot hold is left out. */
const note = z
	.string()
	.trim()
	.max(NOTE_LONGEST, `Gardez au plus ${NOTE_LONGEST} caractères.`)
	.transform((text) => text.replaceAll('\0', '').toWellFormed())
	.default('');
const day = z.string().refine((text) => text === '' || readDay(text) !== null, 'Choisissez une date.');

/** The dates that the page compared; empty for those that nobody chose. */
const span = { since: day.default(''), until: day.default('') };

export const closeReviewInput = z.strictObject({ ...span, note });

export const followInput = z.strictObject({ ...span, changeId: z.string().min(1).max(300), note });

export const settleInput = z.strictObject({ ...span, itemId: z.uuid() });

export type CloseReviewInput = z.infer<typeof closeReviewInput>;
export type FollowInput = z.infer<typeof followInput>;
