import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listSuggestionsByApi } from '#lib/server/api/suggestion.operations.ts';
import { listSuggestionsById } from '#lib/server/documents/suggestion.queries.ts';

export const GET = apiHandler(listSuggestionsByApi, ({ context, params }) =>
	listSuggestionsById(context, params.id),
);

export const fallback = methodsNotAllowed('GET');
