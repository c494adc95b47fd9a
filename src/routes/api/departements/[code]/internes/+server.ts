import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { addInternByApi, listInternsByApi } from '#lib/server/api/intern.operations.ts';
import { addIntern } from '#lib/server/interns/intern.commands.ts';
import { listInterns } from '#lib/server/interns/intern.queries.ts';

export const GET = apiHandler(listInternsByApi, ({ context, params, query }) =>
	listInterns(context, params.code, query),
);

export const POST = apiHandler(addInternByApi, ({ context, params, body }) =>
	addIntern(context, params.code, body),
);

export const fallback = methodsNotAllowed('GET', 'POST');
