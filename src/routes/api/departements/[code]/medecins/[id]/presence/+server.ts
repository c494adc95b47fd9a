import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { noteVisitByApi } from '#lib/server/api/senior-doctor.operations.ts';
import { noteVisit } from '#lib/server/senior-doctors/presence.commands.ts';

export const PUT = apiHandler(noteVisitByApi, ({ context, params, body }) =>
	noteVisit(context, { departmentCode: params.code, doctorId: params.id }, body),
);

export const fallback = methodsNotAllowed('PUT');
