import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { getPlanPage } from '#lib/server/plan/plan.queries.ts';
import type { PageServerLoad } from './$types';

/** Reads neither the action nor the filter of the address: opening a panel asks nothing of the server. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	const plan = await answer(getPlanPage(locals.context, params.departement));
	return { plan, breadcrumb: [{ label: 'Plan d’action' }] };
};
