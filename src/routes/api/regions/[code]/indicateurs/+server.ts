import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listRegionIndicatorsByApi, toldIndicator } from '#lib/server/api/indicator.operations.ts';
import { fileResponse } from '#lib/server/files/file.response.ts';
import { listRegionIndicators } from '#lib/server/indicators/indicator.queries.ts';
import { exportRegion } from '#lib/server/indicators/region-export.queries.ts';

export const GET = apiHandler(listRegionIndicatorsByApi, async ({ context, params, query }) => {
	const { format } = query;
	if (format !== undefined) return fileResponse(await exportRegion(context, params.code, format));
	return (await listRegionIndicators(context, params.code)).map(
		({ departmentCode, departmentName, indicators }) => ({
			code: departmentCode,
			name: departmentName,
			indicators: indicators.map(toldIndicator),
		}),
	);
});

export const fallback = methodsNotAllowed('GET');
