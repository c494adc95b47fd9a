import { z } from 'zod';
import { EXPORT_FORMATS, EXPORT_MEDIA_TYPE } from '#lib/documents/document-file.rules.ts';
import { TITLE_LONGEST } from '#lib/documents/document.rules.ts';
import { isId } from '#lib/identifiers.ts';
import { line } from '#lib/text.input.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { defineOperation, NO_BODY } from './operation.ts';

export const exportDocumentByApi = defineOperation({
	id: 'exportDocument',
	method: 'GET',
	path: '/api/documents/{id}/export',
	summary:
		'Le document en fichier, maintenant ou à un instant, avec son titre, son état, sa date et son empreinte.',
	params: z.object({ id: z.string().refine(isId).meta({ description: "L'identifiant du document." }) }),
	query: z.strictObject({
		format: z.enum(EXPORT_FORMATS).meta({ description: 'Le format du fichier.' }),
		at: z
			.string()
			.optional()
			.meta({ description: 'Un instant, un jour (sa fin), ou l’identifiant d’une version.' }),
		comments: z
			.literal('1')
			.optional()
			.meta({ description: 'Avec 1, les commentaires de cet instant en annexe.' }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.never(),
	files: EXPORT_FORMATS.map((format) => EXPORT_MEDIA_TYPE[format]),
});

export const importDocumentByApi = defineOperation({
	id: 'importDocument',
	method: 'POST',
	path: '/api/departements/{code}/documents/import',
	summary: 'Fait une note d’un fichier Word (.docx) ou Markdown (.md), et dit ce qui n’a pas été repris.',
	params: z.object({
		code: z.string().refine(isDepartmentCode).meta({ description: 'Code du département.' }),
	}),
	body: z.strictObject({
		file: z.file(),
		title: line()
			.max(TITLE_LONGEST)
			.optional()
			.meta({ description: 'Sans titre, celui du fichier, ou son nom.' }),
	}),
	takesFile: true,
	status: 201,
	result: z.object({
		id: z.string(),
		report: z.object({
			title: z.string(),
			blocks: z.int().meta({ description: 'Paragraphes, titres, listes et tableaux du premier niveau.' }),
			leftOut: z.array(z.string()).meta({ description: 'Une phrase par sorte de contenu laissé de côté.' }),
		}),
	}),
});

export const addImageByApi = defineOperation({
	id: 'addImage',
	method: 'POST',
	path: '/api/documents/{id}/images',
	summary:
		'Garde une image (PNG, JPEG ou WebP, 5 Mo au plus) pour un document, ou y copie celle d’un autre que vous pouvez lire.',
	params: z.object({ id: z.string().refine(isId).meta({ description: "L'identifiant du document." }) }),
	body: z.strictObject({
		file: z.file().optional(),
		image: line()
			.refine(isId)
			.optional()
			.meta({ description: 'L’identifiant d’une image d’un autre document, au lieu d’un fichier.' }),
	}),
	takesFile: true,
	status: 201,
	result: z.object({
		id: z.string().meta({ description: 'Ce que le texte doit dire pour la montrer.' }),
		width: z.int(),
		height: z.int(),
	}),
});

export const listFiguresByApi = defineOperation({
	id: 'listFigures',
	method: 'GET',
	path: '/api/documents/{id}/figures',
	summary: 'Les chiffres qu’un document peut montrer, avec leur valeur du moment, selon vos droits.',
	params: z.object({ id: z.string().refine(isId).meta({ description: "L'identifiant du document." }) }),
	body: NO_BODY,
	status: 200,
	result: z.array(
		z.object({
			key: z.string().meta({ description: 'Quel chiffre.' }),
			of: z.string().meta({ description: 'De quoi : une intercommunalité, un statut… Vide pour le tout.' }),
			label: z.string(),
			text: z
				.string()
				.meta({ description: 'Comme dans une ligne de texte. Sous 5 personnes : « moins de 5 ».' }),
			on: z.iso.date(),
			source: z.string(),
		}),
	),
});
