import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { changeChosenByApi } from '#lib/server/api/senior-doctor.operations.ts';
import { changeChosenDoctors } from '#lib/server/senior-doctors/doctor-batch.commands.ts';

export const POST = apiHandler(changeChosenByApi, ({ context, params, body }) =>
	changeChosenDoctors(context, params.code, body),
);

export const fallback = methodsNotAllowed('POST');
