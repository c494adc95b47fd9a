import { error, json } from '@sveltejs/kit';
import { writeSuggestionInput } from '#lib/documents/suggestion.input.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { getDocument } from '#lib/server/documents/document.queries.ts';
import { writeSuggestion } from '#lib/server/documents/suggestion.commands.ts';
import type { RequestHandler } from './$types';

/** Proposes other words for a passage; accepts, refuses or withdraws what was proposed, one by one or together. */
export const POST: RequestHandler = async ({ locals, params, request, url }) => {
	requireAccount(locals.context, url);
	const parsed = writeSuggestionInput.safeParse(await request.json().catch(() => null));
	const place = { departmentCode: params.departement, documentId: params.id };
	if (!parsed.success) {
		// Rights first: who may not see the document learns nothing from a wrong body either.
		await answer(getDocument(locals.context, place.departmentCode, place.documentId));
		const message = parsed.error.issues[0]?.message ?? 'Cette demande est incomplète.';
		error(400, { message, code: 'invalid-input' });
	}
	return json(await answer(writeSuggestion(locals.context, place, parsed.data)));
};
