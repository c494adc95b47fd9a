import { z } from 'zod';
import { ACTION_STATUSES } from '#lib/plan/action.rules.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { defineOperation, NO_BODY } from './operation.ts';

const day = z.iso.date().nullable();
const cents = z.int().nullable();

/** An action of the plan as it leaves. */
export const actionByApi = z.object({
	id: z.string(),
	number: z.string().meta({ description: '« 5.3 » : la troisième de la proposition 5.' }),
	proposition: z.int().min(1).max(10),
	rank: z.string(),
	title: z.string(),
	measure: z.string(),
	objective: z.string(),
	description: z.string().meta({ description: 'Le texte riche, en texte simple.' }),
	leadOrganisationId: z.string().nullable(),
	responsibleAccountId: z.string().nullable().meta({ description: 'Le membre responsable.' }),
	partnerOrganisationIds: z.array(z.string()),
	communeCodes: z.array(z.string()).meta({ description: 'Codes INSEE.' }),
	intercommunalityCodes: z.array(z.string()).meta({ description: 'SIREN.' }),
	startsOn: day,
	dueOn: day,
	status: z.enum(ACTION_STATUSES),
	progress: z.int().min(0).max(100).meta({ description: 'En pour cent.' }),
	budgetCents: z.int().nullable().meta({ description: "En centimes d'euro." }),
	budgetLines: z.array(
		z.object({
			id: z.string(),
			year: z.int().nullable(),
			funder: z.string(),
			plannedCents: cents,
			committedCents: cents,
			spentCents: cents,
		}),
	),
	staffingHundredths: z.int().nullable().meta({ description: 'Centièmes d’équivalent temps plein.' }),
	staffing: z.string(),
	obstacles: z.string(),
	obstacleList: z.array(
		z.object({ id: z.string(), text: z.string(), answer: z.string(), lifted: z.boolean() }),
	),
	waitsFor: z.array(z.string()).meta({ description: 'Les actions que celle-ci attend.' }),
	decisionId: z.string().nullable(),
	milestones: z.array(z.object({ id: z.string(), title: z.string(), dueOn: day, done: z.boolean() })),
	indicators: z.array(z.string()),
	origin: z
		.object({
			departmentCode: z.string(),
			departmentName: z.string(),
			version: z.string(),
			number: z.string(),
			adoptedOn: z.iso.date(),
		})
		.nullable()
		.meta({ description: 'L’action d’un autre comité dont elle est reprise.' }),
});

export const listActionsByApi = defineOperation({
	id: 'listActions',
	method: 'GET',
	path: '/api/departements/{code}/plan',
	summary: 'Les actions du plan, environ une seconde après ce que montre la page du plan.',
	params: z.object({
		code: z
			.string()
			.refine(isDepartmentCode)
			.meta({ description: 'Code du département : 64, 2A, 971, ou 69M pour la Métropole de Lyon.' }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.array(actionByApi),
});
