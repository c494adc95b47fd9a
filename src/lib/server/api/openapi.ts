import { z } from 'zod';
import type { ApiOperation } from './operation.ts';

type Json = Record<string, unknown>;

const problemSchema = z
	.object({
		type: z.literal('about:blank'),
		title: z.string().meta({ description: 'Une phrase en français, pour une personne.' }),
		status: z.int(),
		code: z.string().meta({ description: 'Un code stable, pour un programme.' }),
		errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
	})
	.meta({ description: 'Une erreur (RFC 9457).' });

const PROBLEMS: Record<string, string> = {
	'400': 'Une valeur ne convient pas, un champ est inconnu, ou le JSON est mal formé.',
	'401': "Pas de session, ou elle est terminée : la réponse est la même que l'espace existe ou non.",
	'403': "La demande d'écriture ne vient pas de ce site (en-tête Origin).",
	'404': "Ce qui n'existe pas, ou ne vous est pas ouvert.",
	'409':
		'Ce qui est écrit a changé depuis la version lue : ce que vous vouliez écrire, et ce qu’il y a maintenant.',
	'413': 'Le corps dépasse 64 ko, ou le fichier 10 Mo (32 Mo pour un registre).',
	'415': "Le corps n'est pas du type attendu, ou le fichier n'est pas ce que dit son nom.",
};

/** The OpenAPI 3.1 document of the operations, from the schemas that check their requests and answers. */
export function describeApi(
	operations: readonly ApiOperation[],
	about: { version: string; origin: string; cookieName: string },
): Json {
	const paths: Record<string, Json> = {};
	for (const operation of operations) {
		paths[operation.path] = {
			...paths[operation.path],
			[operation.method.toLowerCase()]: describeOperation(operation),
		};
	}
	return {
		openapi: '3.1.0',
		info: {
			title: 'Terrimed',
			version: about.version,
			description:
				'Espaces des comités territoriaux de médicalisation. La session est celle des pages : POST /connexion la donne.',
		},
		servers: [{ url: about.origin }],
		security: [{ session: [] }],
		paths,
		components: {
			securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: about.cookieName } },
			schemas: { Problem: jsonSchema(problemSchema, 'output') },
		},
	};
}

function describeOperation(operation: ApiOperation): Json {
	const { id, summary, method, status } = operation;
	const described: Json = {
		operationId: id,
		summary,
		parameters: describeParameters(operation),
		responses: {
			[status]: {
				description: status === 201 ? 'Créé.' : 'La réponse.',
				content: describeContent(operation),
			},
			...describeProblems(operation),
		},
	};
	if (operation.isPublic === true) described.security = [];
	if (operation.body !== null && method !== 'GET') {
		described.requestBody = {
			required: true,
			content: {
				[operation.takesFile === true ? 'multipart/form-data' : 'application/json']: {
					schema: jsonSchema(operation.body, 'input'),
				},
			},
		};
	}
	return described;
}

function describeContent({ files, result }: ApiOperation): Json {
	const json = { 'application/json': { schema: jsonSchema(result, 'output') } };
	if (files === undefined) return json;
	const sent = Object.fromEntries(files.map((type) => [type, { schema: { type: 'string' } }]));
	// An operation that sends a file only has no other answer; one that has both says both.
	return result instanceof z.ZodNever ? sent : { ...json, ...sent };
}

const IF_MATCH: Json = {
	name: 'If-Match',
	in: 'header',
	required: true,
	description: 'La version lue. Si une autre a été enregistrée depuis, la réponse est 409 avec les deux.',
	schema: { type: 'string' },
};

function describeParameters(operation: ApiOperation): Json[] {
	const inPath = propertiesOf(operation.params);
	const inQuery = operation.query === undefined ? [] : propertiesOf(operation.query);
	const inHeader = operation.takesVersion === true ? [IF_MATCH] : [];
	return [
		...inHeader,
		...inPath.map(([name, schema]) => ({ name, in: 'path', required: true, schema })),
		...inQuery.map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
	];
}

function propertiesOf(schema: z.ZodType): [string, Json][] {
	const { properties } = jsonSchema(schema, 'input') as { properties?: Record<string, Json> };
	return Object.entries(properties ?? {});
}

function describeProblems(operation: ApiOperation): Json {
	if (operation.isPublic === true) return {};
	const reading = operation.query === undefined ? ['401', '404'] : ['400', '401', '404'];
	const writing = Object.keys(PROBLEMS).filter(
		(status) => status !== '409' || operation.takesVersion === true,
	);
	const statuses = operation.method === 'GET' ? reading : writing;
	return Object.fromEntries(
		statuses.map((status) => [
			status,
			{
				description: PROBLEMS[status],
				content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
			},
		]),
	);
}

/** The schema as JSON Schema 2020-12, which is OpenAPI 3.1's own. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
	const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
	return rest;
}
