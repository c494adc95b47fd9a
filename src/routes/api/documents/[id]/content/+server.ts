import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { getContentByApi } from '#lib/server/api/history.operations.ts';
import { tellContent } from '#lib/server/documents/history-api.queries.ts';

export const GET = apiHandler(getContentByApi, ({ context, params, query }) =>
	tellContent(context, params.id, query.at),
);

export const fallback = methodsNotAllowed('GET');
