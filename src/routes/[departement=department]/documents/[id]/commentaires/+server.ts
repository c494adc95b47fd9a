import { error, json } from '@sveltejs/kit';
import { writeCommentInput } from '#lib/documents/comment.input.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { writeComment } from '#lib/server/documents/comment.commands.ts';
import { getDocument } from '#lib/server/documents/document.queries.ts';
import type { RequestHandler } from './$types';

/** Opens a thread, adds to one, rewrites or withdraws one's own comment, resolves and reopens. */
export const POST: RequestHandler = async ({ locals, params, request, url }) => {
	requireAccount(locals.context, url);
	const parsed = writeCommentInput.safeParse(await request.json().catch(() => null));
	const place = { departmentCode: params.departement, documentId: params.id };
	if (!parsed.success) {
		// Rights first: who may not see the document learns nothing from a wrong body either.
		await answer(getDocument(locals.context, place.departmentCode, place.documentId));
		const message = parsed.error.issues[0]?.message ?? 'Cette demande est incomplète.';
		error(400, { message, code: 'invalid-input' });
	}
	return json(await answer(writeComment(locals.context, place, parsed.data)));
};
