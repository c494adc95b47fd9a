import { z } from 'zod';
import { dossierQuery } from '#lib/evaluation/dossier/dossier.input.ts';
import { DOSSIER_FORMATS } from '#lib/evaluation/dossier/dossier.ts';
import { DOSSIER_MEDIA_TYPE } from '#lib/evaluation/dossier/dossier.words.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { defineOperation, NO_BODY } from './operation.ts';

export const exportDossierByApi = defineOperation({
	id: 'exportDossier',
	method: 'GET',
	path: '/api/departements/{code}/dossier',
	summary:
		'Le dossier d’évaluation d’une période, avec l’empreinte de chaque pièce ; son empreinte est inscrite dans le journal du comité.',
	params: z.object({
		code: z.string().refine(isDepartmentCode).meta({ description: 'Code du département.' }),
	}),
	query: dossierQuery,
	body: NO_BODY,
	status: 200,
	result: z.never(),
	files: DOSSIER_FORMATS.map((format) => DOSSIER_MEDIA_TYPE[format]),
});
