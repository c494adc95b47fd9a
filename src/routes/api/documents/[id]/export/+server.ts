import { exportDocumentByApi } from '#lib/server/api/file.operations.ts';
import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { exportDocument } from '#lib/server/documents/document-export.queries.ts';
import { fileResponse } from '#lib/server/files/file.response.ts';

export const GET = apiHandler(exportDocumentByApi, async ({ context, params, query }) =>
	fileResponse(await exportDocument(context, params.id, query)),
);

export const fallback = methodsNotAllowed('GET');
