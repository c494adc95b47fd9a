import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listRegionIndicatorsByApi, toldIndicator } from '#lib/server/api/indicator.operations.ts';
import { listRegionIndicators } from '#lib/server/indicators/indicator.queries.ts';

export const GET = apiHandler(listRegionIndicatorsByApi, async ({ context, params }) =>
	(await listRegionIndicators(context, params.code)).map(
		({ departmentCode, departmentName, indicators }) => ({
			code: departmentCode,
			name: departmentName,
			indicators: indicators.map(toldIndicator),
		}),
	),
);

export const fallback = methodsNotAllowed('GET');
