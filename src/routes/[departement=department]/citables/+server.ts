import { json } from '@sveltejs/kit';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { listMentionable } from '#lib/server/documents/comment.queries.ts';
import type { RequestHandler } from './$types';

/** The people and organisations that a comment may name. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	return json(await answer(listMentionable(locals.context, params.departement)));
};
