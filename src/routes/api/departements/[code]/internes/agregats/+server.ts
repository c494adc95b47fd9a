import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listInternAggregatesByApi } from '#lib/server/api/intern.operations.ts';
import { listInternAggregates } from '#lib/server/interns/intern-aggregate.queries.ts';

export const GET = apiHandler(listInternAggregatesByApi, ({ context, params, query }) =>
	listInternAggregates(context, params.code, query.by),
);

export const fallback = methodsNotAllowed('GET');
