import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { exportArrivalCalendarByApi } from '#lib/server/api/welcome.operations.ts';
import { exportArrivalCalendar } from '#lib/server/interns/arrival-calendar.queries.ts';

export const GET = apiHandler(exportArrivalCalendarByApi, async ({ context, params, origin }) => {
	const text = await exportArrivalCalendar(context, { departmentCode: params.code, origin });
	return new Response(text, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': `attachment; filename="internes-${params.code}.ics"`,
			'cache-control': 'no-store',
		},
	});
});

export const fallback = methodsNotAllowed('GET');
