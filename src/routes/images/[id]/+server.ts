import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { getImage } from '#lib/server/documents/image.queries.ts';
import { imageResponse } from '#lib/server/files/file.response.ts';
import type { RequestHandler } from './$types';

/** A picture of a text, for whoever may read the text. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	return imageResponse(await answer(getImage(locals.context, params.id)));
};
