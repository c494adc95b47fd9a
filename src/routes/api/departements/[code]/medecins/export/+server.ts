import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import {
	DOCTORS_BY_API,
	exportByApi,
	exportChosenDoctorsByApi,
} from '#lib/server/api/registry-import.operations.ts';
import { fileResponse } from '#lib/server/files/file.response.ts';
import { exportDoctors } from '#lib/server/senior-doctors/doctor-export.queries.ts';

export const GET = apiHandler(exportByApi(DOCTORS_BY_API), async ({ context, params, query }) =>
	fileResponse(await exportDoctors(context, params.code, query)),
);

export const POST = apiHandler(exportChosenDoctorsByApi, async ({ context, params, body }) =>
	fileResponse(await exportDoctors(context, params.code, { q: '', filters: '', sort: '', ...body })),
);

export const fallback = methodsNotAllowed('GET', 'POST');
