import { error, json } from '@sveltejs/kit';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { getDocumentByKind } from '#lib/server/documents/document.queries.ts';
import { writeValueSuggestion } from '#lib/server/plan/action-suggestion.commands.ts';
import { writeValueSuggestionInput } from '#lib/plan/action-suggestion.input.ts';
import type { RequestHandler } from './$types';

/** Proposes another value for a field of an action; accepts, refuses or withdraws what was proposed. */
export const POST: RequestHandler = async ({ locals, params, request, url }) => {
	requireAccount(locals.context, url);
	const parsed = writeValueSuggestionInput.safeParse(await request.json().catch(() => null));
	if (!parsed.success) {
		// Rights first: who may not see the plan learns nothing from a wrong body either.
		await answer(getDocumentByKind(locals.context, params.departement, 'plan'));
		const message = parsed.error.issues[0]?.message ?? 'Cette demande est incomplète.';
		error(400, { message, code: 'invalid-input' });
	}
	return json(await answer(writeValueSuggestion(locals.context, params.departement, parsed.data)));
};
