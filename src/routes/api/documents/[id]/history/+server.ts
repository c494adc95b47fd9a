import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { getHistoryByApi } from '#lib/server/api/history.operations.ts';
import { tellHistory } from '#lib/server/documents/history-api.queries.ts';

export const GET = apiHandler(getHistoryByApi, ({ context, params, query }) =>
	tellHistory(context, params.id, query),
);

export const fallback = methodsNotAllowed('GET');
