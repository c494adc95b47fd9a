import { json } from '@sveltejs/kit';
import { readSearched } from '#lib/documents/search.input.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { refreshSharedPlans } from '#lib/server/plan/shared-plan.commands.ts';
import { findSharedActions } from '#lib/server/plan/shared-plan.queries.ts';
import type { RequestHandler } from './$types';

/** Actions of the plans that other committees have adopted and share: `?q=` chooses among them. */
export const GET: RequestHandler = async ({ locals: { context }, params, url }) => {
	requireAccount(context, url);
	const search = () => findSharedActions(context, params.departement, readSearched(url.searchParams));
	// Refused before what others have adopted is looked at.
	await answer(search());
	await refreshSharedPlans(context);
	return json(await answer(search()));
};
