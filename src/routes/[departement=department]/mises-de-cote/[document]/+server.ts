import { error, json } from '@sveltejs/kit';
import { resolveQuarantineInput } from '#lib/documents/quarantine.input.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { resolveQuarantined } from '#lib/server/documents/quarantine.commands.ts';
import { listQuarantined } from '#lib/server/documents/quarantine.queries.ts';
import type { RequestHandler } from './$types';

/** One's own edits of a document that were set aside. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	const place = { departmentCode: params.departement, documentId: params.document };
	return json(await answer(listQuarantined(locals.context, place)));
};

/** Takes them up or gives them up; answers with what waits still. */
export const POST: RequestHandler = async ({ locals, params, request, url }) => {
	requireAccount(locals.context, url);
	const parsed = resolveQuarantineInput.safeParse(await request.json().catch(() => null));
	const place = { departmentCode: params.departement, documentId: params.document };
	// Rights first: who may not see the document learns nothing from a wrong body either.
	const waiting = await answer(listQuarantined(locals.context, place));
	if (!parsed.success) error(400, { message: 'Cette demande est incomplète.', code: 'invalid-input' });
	if (waiting.length === 0) return json(waiting);
	await answer(resolveQuarantined(locals.context, place, parsed.data));
	return json(await answer(listQuarantined(locals.context, place)));
};
