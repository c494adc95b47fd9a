import { z } from 'zod';
import { line, lines } from '#lib/text.input.ts';
import { isRpps } from './rpps.rules.ts';
import type { SeniorDoctorField, SeniorDoctorValues } from './senior-doctor.rules.ts';
import {
	ACTIVITIES,
	CIVILITIES,
	CONTACT_KINDS,
	DEPARTURE_CERTAINTIES,
	PLACE_KINDS,
	PRACTICE_MODES,
	SECTORS,
	SHARINGS,
	SOURCE_KINDS,
	SUCCESSORS,
	TRAINING_SUPERVISORS,
} from './senior-doctor.values.rules.ts';
import { SPECIALTY_CODES } from './specialty.catalogue.ts';

const CHOOSE = 'Choisissez une valeur de la liste.';
const name = line().min(1, 'Indiquez le nom.').max(80, '80 caractères au plus.');
const words = () => lines().min(1).max(2_000, '2 000 caractères au plus.').nullable();
const year = z.int('Écrivez une année, par exemple 2028.');
const day = z.iso.date('Écrivez une date, par exemple 31/03/2027.').nullable();
const commune = line().regex(/^[0-9][0-9AB][0-9]{3}$/, 'Choisissez une commune de la liste.');
const share = z.int().min(0).max(100, 'Entre 0 et 100.').nullable();
const choice = <Values extends readonly [string, ...string[]]>(values: Values) => z.enum(values, CHOOSE);

/** Each field of a record, as it may be written; what fields say together is judged by `faultsOf`. */
export const SENIOR_DOCTOR_SHAPE = {
	rpps: line().refine(isRpps, 'Ce numéro RPPS n’est pas valable : onze chiffres, dont une clé.').nullable(),
	lastName: name,
	firstName: name,
	civility: choice(CIVILITIES).nullable(),
	birthYear: year.min(1920, 'Vérifiez l’année de naissance.').max(2100),
	specialty: z.enum(SPECIALTY_CODES, CHOOSE),
	practiceMode: choice(PRACTICE_MODES).nullable(),
	sector: choice(SECTORS).nullable(),
	communeCode: commune,
	placeKind: choice(PLACE_KINDS).nullable(),
	placeShare: share,
	otherPlaces: z
		.array(z.strictObject({ communeCode: commune, kind: choice(PLACE_KINDS).nullable(), share }))
		.max(6, 'Six autres lieux au plus.'),
	halfDays: z.int().min(0).max(14, 'Une semaine compte quatorze demi-journées.').nullable(),
	patientCount: z.int().min(0).max(20_000, 'Vérifiez ce nombre.').nullable(),
	activity: choice(ACTIVITIES).nullable(),
	workingPensionerSince: day,
	email: z.email('Vérifiez l’adresse électronique.').max(254).nullable(),
	phone: line()
		.regex(/^\+?[0-9][0-9 .]{7,18}$/, 'Écrivez un numéro, par exemple 05 59 00 00 00.')
		.nullable(),
	address: line().min(1).max(300, '300 caractères au plus.').nullable(),
	departureYear: year
		.min(2000, 'Vérifiez l’année du départ.')
		.max(2100, 'Vérifiez l’année du départ.')
		.nullable(),
	departureCertainty: choice(DEPARTURE_CERTAINTIES),
	departureDeclaredOn: day,
	successor: choice(SUCCESSORS).nullable(),
	hostDoctor: z.boolean().nullable(),
	trainingSupervisor: choice(TRAINING_SUPERVISORS).nullable(),
	universityPost: z.boolean().nullable(),
	conditions: words(),
	obstacles: words(),
	sharing: choice(SHARINGS),
	sharingOn: day,
	informedOn: day,
} satisfies { [Field in SeniorDoctorField]: z.ZodType<SeniorDoctorValues[Field]> };

/** Some fields of a record, and where their values come from. */
export const seniorDoctorChangeInput = z
	.strictObject({ ...SENIOR_DOCTOR_SHAPE, source: z.enum(SOURCE_KINDS) })
	.partial();
export type SeniorDoctorChangeInput = z.output<typeof seniorDoctorChangeInput>;

/** A new record: what it cannot do without, and whatever else is known. */
export const newSeniorDoctorInput = seniorDoctorChangeInput.required({
	lastName: true,
	firstName: true,
	birthYear: true,
	specialty: true,
	communeCode: true,
});
export type NewSeniorDoctorInput = z.output<typeof newSeniorDoctorInput>;

export const followUpInput = z.strictObject({
	kind: choice(CONTACT_KINDS),
	happenedOn: z.iso.date('Écrivez une date, par exemple 12/11/2026.'),
	outcome: lines().min(1, 'Dites en une phrase ce qui en est sorti.').max(2_000),
	nextStep: line().max(200, '200 caractères au plus.').default(''),
	nextStepOn: z.preprocess((value) => (value === '' ? null : value), day).default(null),
});
export type FollowUpInput = z.output<typeof followUpInput>;

export const completeStepInput = z.strictObject({ followUpId: line().max(40) });
