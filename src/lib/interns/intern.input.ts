import { z } from 'zod';
import { line, lines } from '#lib/text.input.ts';
import { isId } from '#lib/identifiers.ts';
import { isRpps } from '#lib/senior-doctors/rpps.rules.ts';
import { CIVILITIES } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import { SPECIALTY_CODES } from '#lib/senior-doctors/specialty.catalogue.ts';
import type { InternField, InternValues } from './intern.rules.ts';
import {
	HOUSINGS,
	INTERN_SOURCES,
	LEVELS,
	PHASES,
	PLACEMENT_KINDS,
	PROJECT_FORMS,
	STAYS,
	SUBDIVISION_CODES,
} from './intern.values.rules.ts';

const CHOOSE = 'Choisissez une valeur de la liste.';
const choice = <Values extends readonly [string, ...string[]]>(values: Values) => z.enum(values, CHOOSE);
const words = (most: number) => line().min(1).max(most, `${most} caractères au plus.`).nullable();
const dayOf = z.iso.date('Écrivez une date, par exemple 02/11/2026.');
const day = dayOf.nullable();
const id = line().refine(isId, CHOOSE).nullable();

/** Each field of a record, as it may be written; what fields say together is judged by `internFaults`. */
export const INTERN_SHAPE = {
	lastName: words(80),
	firstName: words(80),
	civility: choice(CIVILITIES).nullable(),
	rpps: line().refine(isRpps, 'Ce numéro RPPS n’est pas valable : onze chiffres, dont une clé.').nullable(),
	email: z.email('Vérifiez l’adresse électronique.').max(254).nullable(),
	phone: line()
		.regex(/^\+?[0-9][0-9 .]{7,18}$/, 'Écrivez un numéro, par exemple 06 00 00 00 00.')
		.nullable(),
	shareName: z.boolean(),
	shareContact: z.boolean(),
	sharingOn: day,
	informedOn: day,
	level: choice(LEVELS),
	phase: choice(PHASES).nullable(),
	semester: z.int('Écrivez un nombre.').min(1).max(12, 'Douze semestres au plus.').nullable(),
	studyYear: z.int('Écrivez un nombre.').min(2, 'Entre 2 et 6.').max(6, 'Entre 2 et 6.').nullable(),
	university: words(120),
	subdivision: z.enum(SUBDIVISION_CODES, CHOOSE).nullable(),
	specialty: z.enum(SPECIALTY_CODES, CHOOSE).nullable(),
	serviceCommitment: z.boolean().nullable(),
	site: words(160),
	communeCode: line().regex(/^[0-9][0-9AB][0-9]{3}$/, 'Choisissez une commune de la liste.'),
	hostDoctorId: id,
	hostName: words(160),
	supervisor: words(160),
	placementKind: choice(PLACEMENT_KINDS).nullable(),
	startsOn: dayOf,
	endsOn: dayOf,
	housing: choice(HOUSINGS).nullable(),
	housingUntil: day,
	housingPlace: words(300),
	transport: words(300),
	spouseWork: words(300),
	childcare: words(300),
	wantsToStay: choice(STAYS).nullable(),
	projectPlace: words(160),
	projectFrom: day,
	projectForm: choice(PROJECT_FORMS).nullable(),
	project: lines().min(1).max(2_000, '2 000 caractères au plus.').nullable(),
	contactId: id,
} satisfies { [Field in InternField]: z.ZodType<InternValues[Field]> };

/** Some fields of a record, and where their values come from. */
export const internChangeInput = z
	.strictObject({ ...INTERN_SHAPE, source: z.enum(INTERN_SOURCES) })
	.partial();
export type InternChangeInput = z.output<typeof internChangeInput>;

/** A new record: what it cannot do without, and whatever else is known. */
export const newInternInput = internChangeInput.required({
	level: true,
	communeCode: true,
	startsOn: true,
	endsOn: true,
});
export type NewInternInput = z.output<typeof newInternInput>;
