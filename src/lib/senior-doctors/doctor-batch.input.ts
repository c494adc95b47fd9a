import { z } from 'zod';
import { line } from '#lib/text.input.ts';
import { EXPORT_FORMATS } from '../registries/export.rules.ts';
import { SENIOR_DOCTOR_SHAPE } from './senior-doctor.input.ts';
import { BATCH_FIELDS, MOST_CHOSEN } from './doctor-batch.rules.ts';

const TOO_MANY = `${MOST_CHOSEN} fiches au plus à la fois.`;
const records = z
	.array(z.strictObject({ id: z.uuid(), version: z.int().min(1) }))
	.min(1, 'Choisissez au moins une fiche.')
	.max(MOST_CHOSEN, TOO_MANY);

const pick = Object.fromEntries(BATCH_FIELDS.map((field) => [field, true])) as Record<
	(typeof BATCH_FIELDS)[number],
	true
>;

/** What is done to records chosen in the list: one field that takes the same value, who follows them, or their next step. */
export const doctorBatchInput = z.strictObject({
	records,
	action: z.discriminatedUnion('kind', [
		z.strictObject({
			kind: z.literal('change'),
			changes: z
				.strictObject(SENIOR_DOCTOR_SHAPE)
				.pick(pick)
				.partial()
				.refine((changes) => Object.keys(changes).length === 1, 'Un champ à la fois.'),
		}),
		z.strictObject({ kind: z.literal('assign'), accountId: z.uuid() }),
		z.strictObject({
			kind: z.literal('plan'),
			nextStep: line().min(1, 'Dites ce qu’il faut faire.').max(200, '200 caractères au plus.'),
			nextStepOn: z.iso.date('Écrivez une date, par exemple 12/11/2026.'),
		}),
	]),
});
export type DoctorBatchInput = z.output<typeof doctorBatchInput>;
export type DoctorBatchAction = DoctorBatchInput['action'];

/** The records chosen in the list, taken away as a file. */
export const chosenExportInput = z.strictObject({
	ids: z.array(z.uuid()).min(1, 'Choisissez au moins une fiche.').max(MOST_CHOSEN, TOO_MANY),
	format: z.enum(EXPORT_FORMATS),
});
