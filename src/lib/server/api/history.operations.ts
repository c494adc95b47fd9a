import { z } from 'zod';
import { isDay } from '#lib/ui/days.ts';
import { isId } from '#lib/identifiers.ts';
import { defineOperation, NO_BODY } from './operation.ts';

const ofDocument = z.object({
	id: z.string().refine(isId).meta({ description: "L'identifiant du document." }),
});

const instant = z.iso.datetime();
/** The database has no year 0. */
const pointInTime = z
	.union([z.iso.datetime({ offset: true }), z.iso.date()])
	.refine((text) => isDay(text.slice(0, 10)));
const person = z
	.object({ name: z.string(), organisation: z.string() })
	.nullable()
	.meta({ description: 'Nom, et structure du dernier mandat ; rien pour le modèle du document.' });

const version = z.object({
	id: z.string(),
	name: z.string(),
	adopted: z.boolean().meta({ description: 'Adoptée par le comité, ou seulement nommée.' }),
	at: instant,
	by: person,
	seq: z.int().meta({ description: 'Dernière ligne du journal que la version contient.' }),
	sha256: z.string().meta({ description: 'Empreinte du contenu canonique, en hexadécimal.' }),
});

export const listVersionsByApi = defineOperation({
	id: 'listVersions',
	method: 'GET',
	path: '/api/documents/{id}/versions',
	summary: 'Les versions nommées et adoptées du document, la dernière d’abord. Aucune ne change jamais.',
	params: ofDocument,
	body: NO_BODY,
	status: 200,
	result: z.array(version),
});

export const getHistoryByApi = defineOperation({
	id: 'getHistory',
	method: 'GET',
	path: '/api/documents/{id}/history',
	summary:
		'Les séances d’écriture, par personne et par pause, et les versions ; entre deux instants si on les donne.',
	params: ofDocument,
	query: z.strictObject({
		from: pointInTime
			.optional()
			.meta({ description: 'Depuis cet instant, ou le début de ce jour (heure de Paris).' }),
		to: pointInTime
			.optional()
			.meta({ description: "Jusqu'à cet instant, ou la fin de ce jour (heure de Paris)." }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.object({
		sittings: z.array(
			z.object({
				from: instant,
				until: instant,
				by: person,
				parts: z.array(z.string()).meta({ description: 'Les titres des parties où la personne a écrit.' }),
				proposedBy: z
					.array(z.string())
					.meta({ description: 'Les personnes dont elle a alors accepté une proposition.' }),
				updates: z.int(),
			}),
		),
		versions: z.array(version),
		hasMore: z.boolean().meta({ description: 'Il y a des séances plus anciennes : demandez-les par `to`.' }),
	}),
});

export const getContentByApi = defineOperation({
	id: 'getContent',
	method: 'GET',
	path: '/api/documents/{id}/content',
	summary: 'Le contenu canonique du document, maintenant ou à un instant, avec son empreinte.',
	params: ofDocument,
	query: z.strictObject({
		at: z
			.union([pointInTime, z.uuid()])
			.optional()
			.meta({ description: 'Un instant, un jour (sa fin, heure de Paris), ou l’identifiant d’une version.' }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.object({
		seq: z.int(),
		at: instant.nullable(),
		sha256: z.string(),
		content: z.record(z.string(), z.unknown()).meta({
			description:
				'Écrit selon la RFC 8785 (clés triées, sans espace) et haché en UTF-8, ce contenu donne `sha256`.',
		}),
	}),
});
