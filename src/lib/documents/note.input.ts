import { z } from 'zod';
import { TITLE_LONGEST } from './document.rules.ts';

const title = z
	.string()
	.trim()
	.min(1, 'Donnez un titre à la note.')
	.max(TITLE_LONGEST, `Le titre compte au plus ${TITLE_LONGEST} caractères.`);

export const createNoteInput = z.strictObject({ title });
export const renameNoteInput = z.strictObject({ title });

export type CreateNoteInput = z.infer<typeof createNoteInput>;
