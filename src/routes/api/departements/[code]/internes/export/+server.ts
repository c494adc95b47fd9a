import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { exportByApi, INTERNS_BY_API } from '#lib/server/api/registry-import.operations.ts';
import { fileResponse } from '#lib/server/files/file.response.ts';
import { exportInterns } from '#lib/server/interns/intern-export.queries.ts';

export const GET = apiHandler(exportByApi(INTERNS_BY_API), async ({ context, params, query }) =>
	fileResponse(await exportInterns(context, params.code, query)),
);

export const fallback = methodsNotAllowed('GET');
