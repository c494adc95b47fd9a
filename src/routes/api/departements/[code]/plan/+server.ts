import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listActionsByApi } from '#lib/server/api/plan.operations.ts';
import { listPlanActions } from '#lib/server/plan/plan.queries.ts';

export const GET = apiHandler(listActionsByApi, ({ context, params }) =>
	listPlanActions(context, params.code),
);

export const fallback = methodsNotAllowed('GET');
