import { json } from '@sveltejs/kit';
import { readSearched } from '#lib/documents/search.input.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { searchSharedActions } from '#lib/server/plan/shared-plan.commands.ts';
import type { RequestHandler } from './$types';

/** Actions of the plans that other committees have adopted and share: `?q=` chooses among them. */
export const GET: RequestHandler = async ({ locals: { context }, params, url }) => {
	requireAccount(context, url);
	const words = readSearched(url.searchParams);
	return json(await answer(searchSharedActions(context, params.departement, words)));
};
