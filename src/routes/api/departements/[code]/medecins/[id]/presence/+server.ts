import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { noteVisitByApi } from '#lib/server/api/senior-doctor.operations.ts';
import { noteDoctorVisit } from '#lib/server/senior-doctors/presence.commands.ts';

export const PUT = apiHandler(noteVisitByApi, ({ context, params, body }) =>
	noteDoctorVisit(context, { departmentCode: params.code, recordId: params.id }, body),
);

export const fallback = methodsNotAllowed('PUT');
