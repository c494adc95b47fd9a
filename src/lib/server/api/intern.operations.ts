import { z } from 'zod';
import { INTERN_SHAPE, internChangeInput, newInternInput } from '#lib/interns/intern.input.ts';
import { INTERN_FIELD_NAMES } from '#lib/interns/intern.fields.rules.ts';
import { INTERN_SOURCES } from '#lib/interns/intern.values.rules.ts';
import { presenceInput } from '#lib/registries/presence.input.ts';
import { ROUNDING, SMALLEST_GROUP } from '#lib/registries/aggregate.rules.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { INTERN_GROUPINGS } from '../interns/intern-aggregate.queries.ts';
import { defineOperation, NO_BODY } from './operation.ts';

const inDepartment = z.object({ code: z.string().refine(isDepartmentCode) });
const oneIntern = z.object({ code: z.string().refine(isDepartmentCode), id: z.string() });

/** What leaves is what is stored, which input once judged: here only its shape counts, each field being there or not by rights. */
const values = z
	.object({
		...INTERN_SHAPE,
		rpps: z.string().nullable(),
		hostDoctorId: z.string().nullable(),
		contactId: z.string().nullable(),
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
	query: z.strictObject({
		q: z
			.string()
			.max(200)
			.default('')
			.meta({ description: 'Des mots du nom, de la commune ou du lieu, un bout du RPPS.' }),
		filters: z.string().max(2_000).default('').meta({
			description:
				'« arrival:2026-11;housing:sought,temporary;endsOn:..2027-01-31;phase:empty » : un champ, puis une plage, des valeurs ou « empty ».',
		}),
		sort: z.string().max(40).default('').meta({ description: '« name », ou « -startsOn » à l’envers.' }),
		cursor: z.string().max(400).default('').meta({ description: 'Le « next » de la page d’avant.' }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.object({
		rows: z.array(
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
		next: z.string().nullable(),
		total: z.int(),
	}),
});

const record = z.object({
	id: z.string(),
	version: z.int().optional(),
	values,
	communeName: z.string(),
	communeNames: z.record(z.string(), z.string()),
	hasHost: z.boolean(),
	sources: z.record(z.string(), z.object({ kind: z.enum(INTERN_SOURCES), on: z.iso.date() })).optional(),
});

export const getInternByApi = defineOperation({
	id: 'getIntern',
	method: 'GET',
	path: '/api/departements/{code}/internes/{id}',
	summary: 'Une fiche, avec les champs que vous pouvez lire. Sa lecture est notée au journal.',
	params: oneIntern,
	body: NO_BODY,
	status: 200,
	result: record,
});

export const patchInternByApi = defineOperation({
	id: 'changeIntern',
	method: 'PATCH',
	path: '/api/departements/{code}/internes/{id}',
	summary: 'Change des champs d’une fiche, si elle est encore à la version lue.',
	params: oneIntern,
	body: internChangeInput,
	takesVersion: true,
	status: 200,
	result: record,
});

export const noteInternVisitByApi = defineOperation({
	id: 'noteInternVisit',
	method: 'PUT',
	path: '/api/departements/{code}/internes/{id}/presence',
	summary:
		'Dit aux autres que votre page a cette fiche ouverte, le champ qu’elle y écrit, ou qu’elle l’a refermée. Rien n’est gardé.',
	params: oneIntern,
	body: presenceInput(INTERN_FIELD_NAMES),
	status: 200,
	result: z.object({ here: z.boolean() }),
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

export const listInternAggregatesByApi = defineOperation({
	id: 'listInternAggregates',
	method: 'GET',
	path: '/api/departements/{code}/internes/agregats',
	summary: `Des totaux des stages en cours, arrondis à ${ROUNDING} ; les groupes de moins de ${SMALLEST_GROUP} personnes, et ceux qui les révéleraient, n’y sont pas, comme les groupes vides.`,
	params: inDepartment,
	query: z.strictObject({ by: z.enum(INTERN_GROUPINGS).meta({ description: 'Le regroupement.' }) }),
	body: NO_BODY,
	status: 200,
	result: z.object({
		by: z.enum(INTERN_GROUPINGS),
		total: z.int().nullable(),
		groups: z.array(z.object({ code: z.string(), label: z.string(), count: z.int() })),
	}),
});
