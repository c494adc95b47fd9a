import { z } from 'zod';
import { DOCUMENT_KINDS, DOCUMENT_STATES } from '#lib/documents/document.rules.ts';
import { createDocumentInput } from '#lib/documents/document.input.ts';
import { PLAN_EXPORT_FORMATS } from '#lib/plan/plan-file.names.ts';
import { PLAN_MEDIA_TYPE } from '#lib/plan/plan-file.rules.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { DEPARTMENT_ACTIONS } from '../policies/policy.ts';
import { exportDossierByApi } from './dossier.operations.ts';
import { getContentByApi, getHistoryByApi, listVersionsByApi } from './history.operations.ts';
import {
	enterValueByApi,
	getAttachmentByApi,
	listIndicatorsByApi,
	listRegionIndicatorsByApi,
	listValuesByApi,
} from './indicator.operations.ts';
import {
	addInternByApi,
	getInternByApi,
	listInternAggregatesByApi,
	listInternsByApi,
	noteInternVisitByApi,
	patchInternByApi,
} from './intern.operations.ts';
import { importPlanByApi } from './plan-import.operations.ts';
import { listChangesByApi } from './review.operations.ts';
import { listActionsByApi } from './plan.operations.ts';
import { getStateByApi } from './state.operations.ts';
import {
	DOCTORS_BY_API,
	exportByApi,
	exportChosenDoctorsByApi,
	importOperations,
	INTERNS_BY_API,
} from './registry-import.operations.ts';
import {
	addSeniorDoctorByApi,
	changeChosenByApi,
	getSeniorDoctorByApi,
	listAggregatesByApi,
	listSeniorDoctorsByApi,
	noteVisitByApi,
	patchSeniorDoctorByApi,
	streamRegistriesByApi,
} from './senior-doctor.operations.ts';
import { searchByApi } from './search.operations.ts';
import {
	addImageByApi,
	exportDocumentByApi,
	importDocumentByApi,
	listFiguresByApi,
} from './file.operations.ts';
import { defineOperation, NO_BODY, type ApiOperation } from './operation.ts';
import { listSuggestionsByApi } from './suggestion.operations.ts';
import {
	changeWelcomeStepByApi,
	exportArrivalCalendarByApi,
	listWelcomeStepsByApi,
} from './welcome.operations.ts';

const inDepartment = z.object({
	code: z
		.string()
		.refine(isDepartmentCode)
		.meta({ description: 'Code du département : 64, 2A, 971, ou 69M pour la Métropole de Lyon.' }),
});

export const getSpace = defineOperation({
	id: 'getSpace',
	method: 'GET',
	path: '/api/departements/{code}',
	summary: "L'espace du comité d'un département, et ce que vous pouvez y faire.",
	params: inDepartment,
	body: NO_BODY,
	status: 200,
	result: z.object({
		code: z.string(),
		name: z.string(),
		regionCode: z.string(),
		regionName: z.string(),
		abilities: z.array(z.enum(DEPARTMENT_ACTIONS)),
	}),
});

export const listDocumentsByApi = defineOperation({
	id: 'listDocuments',
	method: 'GET',
	path: '/api/departements/{code}/documents',
	summary: "Les documents de l'espace que vous pouvez lire.",
	params: inDepartment,
	body: NO_BODY,
	status: 200,
	result: z.array(
		z.object({
			id: z.string(),
			kind: z.enum(DOCUMENT_KINDS),
			title: z.string(),
			state: z.enum(DOCUMENT_STATES),
			access: z
				.enum(['read', 'write'])
				.meta({ description: 'Ce que vous pouvez y faire, par /collaboration/{id} aussi.' }),
		}),
	),
});

export const createDocumentByApi = defineOperation({
	id: 'createDocument',
	method: 'POST',
	path: '/api/departements/{code}/documents',
	summary: 'Crée un document à partir du modèle de son type, ouvert à tout le comité.',
	params: inDepartment,
	body: createDocumentInput,
	status: 201,
	result: z.object({ id: z.string() }),
});

export const exportPlanByApi = defineOperation({
	id: 'exportPlan',
	method: 'GET',
	path: '/api/departements/{code}/plan/export',
	summary:
		'Le plan en fichier : une ligne par action (xlsx, ods), le plan et ses fiches (pdf), les échéances à venir (ics).',
	params: inDepartment,
	query: z.strictObject({
		format: z.enum(PLAN_EXPORT_FORMATS).meta({ description: 'Le format du fichier.' }),
		comments: z
			.literal('1')
			.optional()
			.meta({ description: 'Avec 1, le pdf porte en annexe ce qui est dit des actions.' }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.never(),
	files: PLAN_EXPORT_FORMATS.map((format) => PLAN_MEDIA_TYPE[format]),
});

const moment = z.iso.datetime();

export const listCommentsByApi = defineOperation({
	id: 'listComments',
	method: 'GET',
	path: '/api/documents/{id}/comments',
	summary: 'Les commentaires d’un document que vous pouvez lire, dans l’ordre où ils ont été ouverts.',
	params: z.object({ id: z.string() }),
	body: NO_BODY,
	status: 200,
	result: z.array(
		z.object({
			id: z.string(),
			anchor: z.string().meta({
				description: 'Où est le passage dans le document partagé, sous une forme propre à Terrimed.',
			}),
			quote: z.string().meta({ description: 'Le passage, tel qu’il était quand on l’a commenté.' }),
			createdAt: moment,
			resolvedAt: moment.nullable(),
			resolvedBy: z.string().nullable(),
			concernsReader: z
				.boolean()
				.meta({ description: 'Vous y avez écrit, ou vous y êtes cité, ou votre structure.' }),
			comments: z.array(
				z.object({
					id: z.string(),
					authorId: z.string(),
					authorName: z.string(),
					body: z.string().meta({ description: 'Vide quand son auteur l’a retiré.' }),
					mentions: z.array(
						z.object({ kind: z.enum(['person', 'organisation']), id: z.string(), name: z.string() }),
					),
					createdAt: moment,
					editedAt: moment.nullable(),
					isRemoved: z.boolean(),
					isOwn: z.boolean(),
					isUnread: z.boolean(),
				}),
			),
		}),
	),
});

export const getDescription = defineOperation({
	id: 'getDescription',
	method: 'GET',
	path: '/api/openapi.json',
	summary: 'La description de cette interface (OpenAPI 3.1).',
	params: z.object({}),
	body: NO_BODY,
	status: 200,
	result: z.record(z.string(), z.unknown()),
	isPublic: true,
});

/** Every operation there is: what is not here has no endpoint. */
export const API_OPERATIONS: readonly ApiOperation[] = [
	getSpace,
	listDocumentsByApi,
	createDocumentByApi,
	listActionsByApi,
	exportPlanByApi,
	listVersionsByApi,
	getHistoryByApi,
	getContentByApi,
	listCommentsByApi,
	listSuggestionsByApi,
	exportDocumentByApi,
	importDocumentByApi,
	importPlanByApi,
	...importOperations(DOCTORS_BY_API),
	...importOperations(INTERNS_BY_API),
	exportByApi(DOCTORS_BY_API),
	exportByApi(INTERNS_BY_API),
	exportChosenDoctorsByApi,
	listChangesByApi,
	listIndicatorsByApi,
	listValuesByApi,
	enterValueByApi,
	getAttachmentByApi,
	listRegionIndicatorsByApi,
	exportDossierByApi,
	getStateByApi,
	searchByApi,
	addImageByApi,
	listFiguresByApi,
	listSeniorDoctorsByApi,
	addSeniorDoctorByApi,
	changeChosenByApi,
	listAggregatesByApi,
	getSeniorDoctorByApi,
	patchSeniorDoctorByApi,
	listInternsByApi,
	getInternByApi,
	noteInternVisitByApi,
	patchInternByApi,
	addInternByApi,
	listInternAggregatesByApi,
	noteVisitByApi,
	listWelcomeStepsByApi,
	changeWelcomeStepByApi,
	exportArrivalCalendarByApi,
	streamRegistriesByApi,
	getDescription,
];
