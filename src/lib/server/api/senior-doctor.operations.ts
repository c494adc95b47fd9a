import { z } from 'zod';
import { ROUNDING, SMALLEST_GROUP } from '#lib/registries/aggregate.rules.ts';
import {
	newSeniorDoctorInput,
	SENIOR_DOCTOR_SHAPE,
	seniorDoctorChangeInput,
} from '#lib/senior-doctors/senior-doctor.input.ts';
import { doctorBatchInput } from '#lib/senior-doctors/doctor-batch.input.ts';
import { MOST_CHOSEN } from '#lib/senior-doctors/doctor-batch.rules.ts';
import { FIELD_NAMES } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import { SOURCE_KINDS } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import { GROUPINGS } from '../senior-doctors/aggregate.queries.ts';
import { defineOperation, NO_BODY } from './operation.ts';
import {
	inDepartment,
	oneRecord,
	pageOf,
	presenceOperation,
	recordOf,
	recordsQuery,
	totalsOperation,
} from './registry-records.ts';

const words = z.string().nullable();
/** What leaves is what is stored, which input once judged: here only its shape counts, each field being there or not by rights. */
const values = z
	.object({ ...SENIOR_DOCTOR_SHAPE, rpps: words, address: words, conditions: words, obstacles: words })
	.partial();
const { otherPlaces: _places, conditions: _conditions, obstacles: _obstacles, ...listed } = values.shape;
const day = z.iso.date().nullable();

export const listSeniorDoctorsByApi = defineOperation({
	id: 'listSeniorDoctors',
	method: 'GET',
	path: '/api/departements/{code}/medecins',
	summary:
		'Les médecins de 60 ans et plus que vous pouvez lire, avec les champs que vous pouvez lire, par pages de cent.',
	params: inDepartment,
	query: recordsQuery({
		searched: 'Des mots du nom ou de la commune, un bout du RPPS.',
		filters: 'departureYear:2026..2028;successor:sought,in-discussion;hostDoctor:yes;halfDays:empty',
		sort: '-departureYear',
	}),
	body: NO_BODY,
	status: 200,
	result: pageOf(
		z.object({
			...listed,
			id: z.string(),
			communeName: z.string(),
			version: z.int().optional(),
			lastContactOn: day.optional(),
			nextStepOn: day.optional(),
			followedByName: z.string().nullable().optional(),
		}),
	),
});

const record = recordOf(values, SOURCE_KINDS);

export const getSeniorDoctorByApi = defineOperation({
	id: 'getSeniorDoctor',
	method: 'GET',
	path: '/api/departements/{code}/medecins/{id}',
	summary: 'Une fiche, avec les champs que vous pouvez lire. Sa lecture est notée au journal.',
	params: oneRecord,
	body: NO_BODY,
	status: 200,
	result: record,
});

export const patchSeniorDoctorByApi = defineOperation({
	id: 'changeSeniorDoctor',
	method: 'PATCH',
	path: '/api/departements/{code}/medecins/{id}',
	summary: 'Change des champs d’une fiche, si elle est encore à la version lue.',
	params: oneRecord,
	body: seniorDoctorChangeInput,
	takesVersion: true,
	status: 200,
	result: record,
});

export const addSeniorDoctorByApi = defineOperation({
	id: 'addSeniorDoctor',
	method: 'POST',
	path: '/api/departements/{code}/medecins',
	summary: 'Ajoute une fiche au registre de la région, dans le département de sa commune.',
	params: inDepartment,
	body: newSeniorDoctorInput,
	status: 201,
	result: z.object({ id: z.string(), departmentCode: z.string() }),
});

export const listAggregatesByApi = totalsOperation('medecins', {
	id: 'listSeniorDoctorAggregates',
	summary: `Des totaux du registre, arrondis à ${ROUNDING} ; les groupes de moins de ${SMALLEST_GROUP} personnes, et ceux qui les révéleraient, n’y sont pas, comme les groupes vides.`,
	groupings: GROUPINGS,
});

export const streamRegistriesByApi = defineOperation({
	id: 'streamRegistries',
	method: 'GET',
	path: '/api/departements/{code}/flux',
	summary:
		'Ce qui change dans les deux registres, au moment où cela change : l’identifiant des fiches que vous pouvez lire (« medecin », « interne »), « medecins » ou « internes » quand un import en a changé plusieurs, qui d’autre les a ouvertes, et rien d’autre. Un flux repris (Last-Event-ID) commence par « reprise » : relisez la liste.',
	params: inDepartment,
	query: z.strictObject({
		visit: z.uuid().optional().meta({ description: 'Le nom que votre page se donne pour dire sa présence.' }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.never(),
	files: ['text/event-stream'],
});

export const noteVisitByApi = presenceOperation('medecins', {
	id: 'noteSeniorDoctorVisit',
	fields: FIELD_NAMES,
});

export const changeChosenByApi = defineOperation({
	id: 'changeChosenSeniorDoctors',
	method: 'POST',
	path: '/api/departements/{code}/medecins/lot',
	summary: `Une même chose faite à ${MOST_CHOSEN} fiches au plus, chacune si elle est encore à la version lue : celles qui sont changées, et celles qui ne le sont pas avec leur motif.`,
	params: inDepartment,
	body: doctorBatchInput,
	status: 200,
	result: z.object({
		changed: z.array(z.object({ id: z.string(), version: z.int() })),
		refused: z.array(
			z.object({ id: z.string(), reason: z.enum(['conflict', 'not-found', 'invalid']), message: z.string() }),
		),
	}),
});
