import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { fetchExport } from '#lib/server/documents/document-exports.queries.ts';
import { readyFileResponse } from '#lib/server/files/file.response.ts';
import type { RequestHandler } from './$types';

/** A file that was prepared, for whoever asked for it. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	const place = { departmentCode: params.departement, documentId: params.id };
	return readyFileResponse(await answer(fetchExport(locals.context, place, params.export)));
};
