import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listSeniorDoctorsByApi } from '#lib/server/api/senior-doctor.operations.ts';
import { listSeniorDoctors } from '#lib/server/senior-doctors/senior-doctor.queries.ts';

export const GET = apiHandler(listSeniorDoctorsByApi, ({ context, params, query }) =>
	listSeniorDoctors(context, params.code, query),
);

export const fallback = methodsNotAllowed('GET');
