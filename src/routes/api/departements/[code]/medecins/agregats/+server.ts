import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listAggregatesByApi } from '#lib/server/api/senior-doctor.operations.ts';
import { listAggregates } from '#lib/server/senior-doctors/aggregate.queries.ts';

export const GET = apiHandler(listAggregatesByApi, ({ context, params, query }) =>
	listAggregates(context, params.code, query.by),
);

export const fallback = methodsNotAllowed('GET');
