import { z } from 'zod';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { DEPARTMENT_ACTIONS } from '../policies/policy.ts';
import { defineOperation, NO_BODY, type ApiOperation } from './operation.ts';

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
export const API_OPERATIONS: readonly ApiOperation[] = [getSpace, getDescription];
