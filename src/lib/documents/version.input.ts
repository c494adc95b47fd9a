import { z } from 'zod';
import { line } from '#lib/text.input.ts';
import { VERSION_NAME_LONGEST } from './history.rules.ts';

const name = line()
	.min(1, 'Donnez un nom à cette version.')
	.max(VERSION_NAME_LONGEST, `Le nom compte au plus ${VERSION_NAME_LONGEST} caractères.`);

export const nameVersionInput = z.strictObject({ name });

export const adoptVersionInput = z.strictObject({
	name,
	/** A named version to adopt; absent or empty, the text as it is now. */
	versionId: z.union([z.uuid(), z.literal('')]).optional(),
	/** What becomes of the working copy: it goes on as a new draft, or it is frozen. */
	then: z.enum(['continue', 'freeze'], 'Choisissez ce que devient la version de travail.'),
});

export const restoreInput = z.strictObject({
	/** The moment to come back to, as the address of the history writes it. */
	moment: line().min(1).max(60),
	/** Id of the part; empty for the whole document. */
	section: line().max(60).optional(),
});

export type NameVersionInput = z.infer<typeof nameVersionInput>;
export type AdoptVersionInput = z.infer<typeof adoptVersionInput>;
export type RestoreInput = z.infer<typeof restoreInput>;
