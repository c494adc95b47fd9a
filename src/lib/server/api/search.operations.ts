import { z } from 'zod';
import { DOCUMENT_KINDS, DOCUMENT_STATES } from '#lib/documents/document.rules.ts';
import { searchQuery } from '#lib/documents/search.input.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { defineOperation, NO_BODY } from './operation.ts';

const pieces = z
	.array(z.object({ text: z.string(), isMarked: z.boolean() }))
	.meta({ description: 'Le texte en morceaux ; ceux qui portent un mot cherché sont marqués.' });

export const searchByApi = defineOperation({
	id: 'search',
	method: 'GET',
	path: '/api/departements/{code}/recherche',
	summary: 'Les documents, les actions et les structures de l’espace où se trouvent des mots.',
	params: z.object({
		code: z.string().refine(isDepartmentCode).meta({ description: 'Code du département.' }),
	}),
	query: searchQuery,
	body: NO_BODY,
	status: 200,
	result: z.object({
		reach: z.enum(['all', 'some']).meta({
			description:
				'`all` : chaque passage porte tous les mots ; `some` : aucun ne les porte tous, ceux-ci en portent une partie.',
		}),
		documents: z.array(
			z.object({
				id: z.string(),
				kind: z.enum(DOCUMENT_KINDS),
				state: z.enum(DOCUMENT_STATES),
				title: pieces,
				path: z.string().meta({ description: 'L’adresse de sa page, dans ce site.' }),
				passages: z.array(
					z.object({
						number: z.string().meta({ description: 'De la partie, ou de l’action.' }),
						heading: pieces,
						excerpt: pieces,
						path: z.string(),
					}),
				),
				others: z.int().meta({ description: 'Combien d’autres passages de ce document répondent.' }),
			}),
		),
		organisations: z.array(z.object({ id: z.string(), name: pieces, college: z.string(), path: z.string() })),
	}),
});
