import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { exportPlanByApi } from '#lib/server/api/registry.ts';
import { fileResponse } from '#lib/server/files/file.response.ts';
import { exportPlanCalendar } from '#lib/server/plan/plan-calendar.queries.ts';
import { exportPlan } from '#lib/server/plan/plan-export.queries.ts';

export const GET = apiHandler(exportPlanByApi, async ({ context, origin, params, query }) => {
	const { format, comments } = query;
	if (format !== 'ics') return fileResponse(await exportPlan(context, params.code, { format, comments }));
	const calendar = await exportPlanCalendar(context, { departmentCode: params.code, origin });
	return new Response(calendar, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': `attachment; filename="plan-${params.code}.ics"`,
		},
	});
});

export const fallback = methodsNotAllowed('GET');
