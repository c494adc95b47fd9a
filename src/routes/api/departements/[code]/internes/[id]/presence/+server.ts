import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { noteInternVisitByApi } from '#lib/server/api/intern.operations.ts';
import { noteInternVisit } from '#lib/server/interns/presence.commands.ts';

export const PUT = apiHandler(noteInternVisitByApi, ({ context, params, body }) =>
	noteInternVisit(context, { departmentCode: params.code, recordId: params.id }, body),
);

export const fallback = methodsNotAllowed('PUT');
