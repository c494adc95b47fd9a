import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { fetchDossier } from '#lib/server/evaluation/dossier/dossier-list.queries.ts';
import { readyFileResponse } from '#lib/server/files/file.response.ts';
import type { RequestHandler } from './$types';

/** An evaluation file that was prepared, for whoever asked for it. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	return readyFileResponse(await answer(fetchDossier(locals.context, params.departement, params.dossier)));
};
