import { z } from 'zod';
import { line, lines } from '#lib/text.input.ts';
import { NOTE_LONGEST } from './review.limits.ts';
import { readDay } from '../timeline/timeline.rules.ts';

const note = lines().max(NOTE_LONGEST, `Gardez au plus ${NOTE_LONGEST} caractères.`).default('');
const day = line().refine((text) => text === '' || readDay(text) !== null, 'Choisissez une date.');

/** The dates that the page compared; empty for those that nobody chose. */
const span = { since: day.default(''), until: day.default('') };

export const closeReviewInput = z.strictObject({ ...span, note });

export const followInput = z.strictObject({ ...span, changeId: line().min(1).max(300), note });

export const settleInput = z.strictObject({ ...span, itemId: z.uuid() });

export type CloseReviewInput = z.infer<typeof closeReviewInput>;
export type FollowInput = z.infer<typeof followInput>;
