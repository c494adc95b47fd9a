import { z } from 'zod';
import { SUGGESTION_STATES, TEXT_SUGGESTION_KINDS } from '#lib/documents/suggestion.rules.ts';
import { defineOperation, NO_BODY } from './operation.ts';

const moment = z.iso.datetime();
const fieldValue = z.union([z.string(), z.number(), z.null()]);

const suggested = {
	id: z.string(),
	reason: z.string().meta({ description: 'Vide quand son auteur n’en a pas donné.' }),
	authorId: z.string(),
	authorName: z.string(),
	organisation: z.string(),
	initials: z.string(),
	color: z.int(),
	isOwn: z.boolean(),
	createdAt: moment,
	state: z.enum(SUGGESTION_STATES),
	decidedBy: z.string().nullable(),
	decidedAt: moment.nullable(),
	refusal: z.string().meta({ description: 'Ce qui a été dit avec un refus.' }),
};

const ofWords = z.object({
	...suggested,
	kind: z.enum(TEXT_SUGGESTION_KINDS),
	anchor: z.string().meta({
		description: 'Où est le passage dans le document partagé, sous une forme propre à Terrimed.',
	}),
	quote: z.string().meta({ description: 'Le passage tel qu’il était ; pour un ajout, ce qui l’entoure.' }),
	at: z.int().meta({ description: 'Pour un ajout, sa place dans le passage, en caractères.' }),
	proposed: z.string().meta({ description: 'Les mots proposés ; vide pour une suppression.' }),
});

const ofField = z.object({
	...suggested,
	kind: z.literal('value'),
	actionId: z.string(),
	field: z.string().meta({ description: 'Le champ de l’action du plan.' }),
	from: fieldValue.meta({ description: 'La valeur au moment de la proposition.' }),
	to: fieldValue.meta({ description: 'La valeur proposée.' }),
});

export const listSuggestionsByApi = defineOperation({
	id: 'listSuggestions',
	method: 'GET',
	path: '/api/documents/{id}/suggestions',
	summary:
		'Les modifications proposées dans un document que vous pouvez lire : celles qui attendent, puis les dernières décidées.',
	params: z.object({ id: z.string() }),
	body: NO_BODY,
	status: 200,
	result: z.array(z.union([ofWords, ofField])),
});
