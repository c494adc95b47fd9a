import { error, json } from '@sveltejs/kit';
import { readThreadsInput } from '#lib/documents/comment.input.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { markThreadsRead } from '#lib/server/documents/comment-read.commands.ts';
import { getDocument } from '#lib/server/documents/document.queries.ts';
import type { RequestHandler } from './$types';

/** Threads that the reader has seen: their own marks, whatever else they may do. */
export const POST: RequestHandler = async ({ locals, params, request, url }) => {
	requireAccount(locals.context, url);
	const parsed = readThreadsInput.safeParse(await request.json().catch(() => null));
	const place = { departmentCode: params.departement, documentId: params.id };
	if (!parsed.success) {
		await answer(getDocument(locals.context, place.departmentCode, place.documentId));
		error(400, { message: 'Cette demande est incomplète.', code: 'invalid-input' });
	}
	await answer(markThreadsRead(locals.context, place, parsed.data));
	return json({ read: parsed.data.threads.length });
};
