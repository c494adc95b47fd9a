import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { getInternByApi, patchInternByApi } from '#lib/server/api/intern.operations.ts';
import { recordConflict } from '#lib/server/api/record-conflict.ts';
import { changeIntern } from '#lib/server/interns/intern.commands.ts';
import { openIntern } from '#lib/server/interns/intern.queries.ts';

export const GET = apiHandler(getInternByApi, ({ context, params }) =>
	openIntern(context, params.code, params.id),
);

export const PATCH = apiHandler(patchInternByApi, async ({ context, params, body, version }) => {
	const target = { departmentCode: params.code, internId: params.id, version };
	const done = await changeIntern(context, target, body);
	return done.outcome === 'saved' ? done.record : recordConflict(done, body);
});

export const fallback = methodsNotAllowed('GET', 'PATCH');
