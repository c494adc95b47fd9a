import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listIndicatorsByApi, toldIndicator } from '#lib/server/api/indicator.operations.ts';
import { listIndicators } from '#lib/server/indicators/indicator.queries.ts';

export const GET = apiHandler(listIndicatorsByApi, async ({ context, params }) =>
	(await listIndicators(context, params.code)).map(toldIndicator),
);

export const fallback = methodsNotAllowed('GET');
