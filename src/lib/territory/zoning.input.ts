import { z } from 'zod';
import { line } from '#lib/text.input.ts';
import { ZONES } from './zoning.rules.ts';

const SOURCE = 'Dites d’où vient ce zonage, par exemple le numéro de l’arrêté.';
const source = line(SOURCE).min(3, SOURCE).max(200, 'Deux cents caractères au plus.');
const decidedOn = z.iso.date({ error: 'Indiquez le jour de l’arrêté.' });

/** What a whole zoning comes with, beside its file. */
export const zoningFileInput = z.strictObject({ source, decidedOn });
export type ZoningFileInput = z.output<typeof zoningFileInput>;

/** The zone of one commune, corrected. */
export const communeZoneInput = z.strictObject({
	communeCode: line().regex(/^[0-9][0-9AB][0-9]{3}$/, 'Choisissez la commune dans la liste.'),
	zone: z.enum(ZONES, { error: 'Choisissez une zone.' }),
	source,
	decidedOn,
});
export type CommuneZoneInput = z.output<typeof communeZoneInput>;
