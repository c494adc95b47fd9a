import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { listOwnActions } from '#lib/server/plan/own-actions.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { accountId, displayName, email } = requireAccount(locals.context, url);
	return { actor: { accountId, displayName, email }, actions: await answer(listOwnActions(locals.context)) };
};
