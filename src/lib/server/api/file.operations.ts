import { z } from 'zod';
import { EXPORT_FORMATS, EXPORT_MEDIA_TYPE } from '#lib/documents/document-file.rules.ts';
import { isId } from '#lib/identifiers.ts';
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
	}),
	body: NO_BODY,
	status: 200,
	result: z.never(),
	files: EXPORT_FORMATS.map((format) => EXPORT_MEDIA_TYPE[format]),
});
