import { z } from 'zod';
import { line } from '#lib/text.input.ts';
import { isId } from '#lib/identifiers.ts';
import { CHECKLIST_ITEMS } from './intern.values.rules.ts';

const NAME_LONGEST = 160;

const ownerName = line().max(NAME_LONGEST, `${NAME_LONGEST} caractères au plus.`);
const day = z.iso.date('Écrivez une date, par exemple 15/11/2026.');
const owner = line().refine(isId, 'Choisissez une personne de la liste.');

/** What may change of a step of a welcome. Who it is for is an account or a name: giving one takes the other away. */
export const stepChangeInput = z
	.strictObject({
		done: z.boolean(),
		ownerId: owner.nullable(),
		ownerName: ownerName.min(1).nullable(),
		dueOn: day.nullable(),
	})
	.partial();
export type StepChange = z.output<typeof stepChangeInput>;

const item = z.enum(CHECKLIST_ITEMS);
const version = z.coerce.number().int().min(0);

/** The button of a step: done, or not after all. */
export const tickInput = z.strictObject({
	internId: line().refine(isId),
	item,
	version,
	done: z.enum(['yes', 'no']).transform((said) => said === 'yes'),
});
