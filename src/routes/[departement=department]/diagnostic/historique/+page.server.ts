import { redirect } from '@sveltejs/kit';
import { historyPath } from '#lib/documents/document.rules.ts';
import { answer } from '#lib/server/context/guard.ts';
import { getDocumentByKind } from '#lib/server/documents/document.queries.ts';
import type { PageServerLoad } from './$types';

/** The address by which people know it; the page is that of every document. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const document = await answer(getDocumentByKind(locals.context, params.departement, 'diagnosis'));
	redirect(303, `${historyPath(document)}${url.search}`);
};
