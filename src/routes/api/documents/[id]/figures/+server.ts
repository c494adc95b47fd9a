import { listFiguresByApi } from '#lib/server/api/file.operations.ts';
import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listDocumentFigures } from '#lib/server/documents/document-figures.queries.ts';

export const GET = apiHandler(listFiguresByApi, ({ context, params }) =>
	listDocumentFigures(context, params.id),
);

export const fallback = methodsNotAllowed('GET');
