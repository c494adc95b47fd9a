import { z } from 'zod';
import { INTERN_SHAPE, internChangeInput, newInternInput } from '#lib/interns/intern.input.ts';
import { INTERN_FIELD_NAMES } from '#lib/interns/intern.fields.rules.ts';
import { INTERN_SOURCES } from '#lib/interns/intern.values.rules.ts';
import { ROUNDING, SMALLEST_GROUP } from '#lib/registries/aggregate.rules.ts';
import { INTERN_GROUPINGS } from '../interns/intern-aggregate.queries.ts';
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

/** What leaves is what is stored, which input once judged: here only its shape counts, each field being there or not by rights. */
const values = z
	.object({
		...INTERN_SHAPE,
		rpps: z.string().nullable(),
		hostDoctorId: z.string().nullable(),
		contactId: z.string().nullable(),
		project: z.string().nullable(),
	})
	.partial();
const { project: _project, ...listed } = values.shape;

export const listInternsByApi = defineOperation({
	id: 'listInterns',
	method: 'GET',
	path: '/api/departements/{code}/internes',
	summary:
		'Les externes, internes et docteurs juniors que vous pouvez lire, un stage par fiche, avec les champs que vous pouvez lire, par pages de cent.',
	params: inDepartment,
	query: recordsQuery({
		searched: 'Des mots du nom, de la commune ou du lieu, un bout du RPPS.',
		filters: 'arrival:2026-11;housing:sought,temporary;endsOn:..2027-01-31;phase:empty',
		sort: '-startsOn',
	}),
	body: NO_BODY,
	status: 200,
	result: pageOf(
		z.object({
			...listed,
			id: z.string(),
			communeName: z.string(),
			contactName: z.string().nullable(),
			hostDoctorName: z.string().nullable(),
			hasHost: z.boolean(),
			version: z.int().optional(),
			openItems: z.int().optional(),
			readiness: z.object({ state: z.enum(['ready', 'watched', 'late']), words: z.string() }).optional(),
		}),
	),
});

const record = recordOf(values, INTERN_SOURCES).extend({ hasHost: z.boolean() });

export const getInternByApi = defineOperation({
	id: 'getIntern',
	method: 'GET',
	path: '/api/departements/{code}/internes/{id}',
	summary: 'Une fiche, avec les champs que vous pouvez lire. Sa lecture est notée au journal.',
	params: oneRecord,
	body: NO_BODY,
	status: 200,
	result: record,
});

export const patchInternByApi = defineOperation({
	id: 'changeIntern',
	method: 'PATCH',
	path: '/api/departements/{code}/internes/{id}',
	summary: 'Change des champs d’une fiche, si elle est encore à la version lue.',
	params: oneRecord,
	body: internChangeInput,
	takesVersion: true,
	status: 200,
	result: record,
});

export const noteInternVisitByApi = presenceOperation('internes', {
	id: 'noteInternVisit',
	fields: INTERN_FIELD_NAMES,
});

export const addInternByApi = defineOperation({
	id: 'addIntern',
	method: 'POST',
	path: '/api/departements/{code}/internes',
	summary: 'Ajoute un stage au registre, dans le département de sa commune.',
	params: inDepartment,
	body: newInternInput,
	status: 201,
	result: z.object({ id: z.string(), departmentCode: z.string() }),
});

export const listInternAggregatesByApi = totalsOperation('internes', {
	id: 'listInternAggregates',
	summary: `Des totaux des stages en cours, arrondis à ${ROUNDING} ; les groupes de moins de ${SMALLEST_GROUP} personnes, et ceux qui les révéleraient, n’y sont pas, comme les groupes vides.`,
	groupings: INTERN_GROUPINGS,
});
