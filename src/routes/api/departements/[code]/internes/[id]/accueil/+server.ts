import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listWelcomeStepsByApi } from '#lib/server/api/welcome.operations.ts';
import { listWelcomeSteps } from '#lib/server/interns/welcome.queries.ts';

export const GET = apiHandler(listWelcomeStepsByApi, ({ context, params }) =>
	listWelcomeSteps(context, params.code, params.id),
);

export const fallback = methodsNotAllowed('GET');
