import { exportDossierByApi } from '#lib/server/api/dossier.operations.ts';
import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { exportDossier } from '#lib/server/evaluation/dossier/dossier.commands.ts';
import { fileResponse } from '#lib/server/files/file.response.ts';

export const GET = apiHandler(exportDossierByApi, async ({ context, params, query }) =>
	fileResponse(await exportDossier(context, { departmentCode: params.code, ...query })),
);

export const fallback = methodsNotAllowed('GET');
