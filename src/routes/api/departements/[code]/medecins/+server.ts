import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { addSeniorDoctorByApi, listSeniorDoctorsByApi } from '#lib/server/api/senior-doctor.operations.ts';
import { addSeniorDoctor } from '#lib/server/senior-doctors/senior-doctor.commands.ts';
import { listSeniorDoctors } from '#lib/server/senior-doctors/senior-doctor.queries.ts';

export const GET = apiHandler(listSeniorDoctorsByApi, ({ context, params, query }) =>
	listSeniorDoctors(context, params.code, query),
);

export const POST = apiHandler(addSeniorDoctorByApi, ({ context, params, body }) =>
	addSeniorDoctor(context, params.code, body),
);

export const fallback = methodsNotAllowed('GET', 'POST');
