import { z } from 'zod';
import { IMPORTANCES, RULES_BY_IMPORTANCE, SUBJECT_KINDS } from '#lib/evaluation/changes/change.catalogue.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { defineOperation, NO_BODY } from './operation.ts';

const oneChange = z.object({
	id: z.string().meta({ description: 'Le même pour le même changement des deux mêmes dates.' }),
	rule: z
		.enum(RULES_BY_IMPORTANCE.flatMap(({ rules }) => rules.map(({ rule }) => rule)))
		.meta({ description: 'La règle qui a donné son importance au changement.' }),
	importance: z
		.enum(IMPORTANCES)
		.meta({ description: 'Majeur, notable ou courant, par une règle que la page affiche.' }),
	subject: z.object({
		kind: z.enum(SUBJECT_KINDS),
		id: z.string(),
		number: z.string().meta({ description: '« 5.3 », « I5.2 » ; vide pour les autres.' }),
		name: z.string(),
	}),
	proposition: z.int().min(1).max(10).nullable(),
	field: z.string(),
	label: z.string().meta({ description: 'Le champ, comme les pages l’appellent.' }),
	before: z.string().nullable().meta({ description: 'En mots ; null s’il n’y avait rien.' }),
	after: z.string().nullable(),
	at: z.iso.datetime().nullable().meta({ description: 'Quand ; null si rien ne le dit.' }),
	by: z.array(z.string()).meta({
		description:
			'Les organisations qui l’ont fait, « Terrimed » pour une valeur calculée ; vide pour ce que le temps a changé seul.',
	}),
});

export const listChangesByApi = defineOperation({
	id: 'listChanges',
	method: 'GET',
	path: '/api/departements/{code}/changements',
	summary:
		'Ce qui n’est pas pareil dans l’espace à la fin de deux jours, en France : plan, indicateurs, documents, composition. Les mêmes lignes que la page Revue.',
	params: z.object({
		code: z.string().refine(isDepartmentCode).meta({ description: 'Code du département.' }),
	}),
	query: z.strictObject({
		since: z.iso.date().meta({ description: 'Le premier jour (AAAA-MM-JJ).' }),
		until: z.iso.date().meta({ description: 'Le second jour ; aujourd’hui vaut l’instant présent.' }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.object({ since: z.iso.datetime(), until: z.iso.datetime(), changes: z.array(oneChange) }),
});
