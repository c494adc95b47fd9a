import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { searchByApi } from '#lib/server/api/search.operations.ts';
import { searchSpace } from '#lib/server/documents/search.queries.ts';

export const GET = apiHandler(searchByApi, ({ context, params, query }) =>
	searchSpace(context, params.code, query.q),
);

export const fallback = methodsNotAllowed('GET');
