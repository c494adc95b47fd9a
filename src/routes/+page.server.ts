import { redirect } from '@sveltejs/kit';
import { listOwnMandates } from '#lib/server/committee/own-mandates.queries.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { listOwnSpaces } from '#lib/server/home/own-spaces.queries.ts';
import type { PageServerLoad } from './$types';

/** The choice of a space; who has only one place to go goes there. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { accountId, displayName, email, isAdministrator } = requireAccount(locals.context, url);
	const regions = await answer(listOwnSpaces(locals.context));
	const [only, second] = regions.flatMap(({ spaces }) => spaces);
	if (isAdministrator && only === undefined) redirect(303, '/admin');
	if (only !== undefined && second === undefined && !isAdministrator) redirect(303, `/${only.code}`);
	return {
		actor: { accountId, displayName, email, isAdministrator },
		regions,
		pastMandates: only === undefined ? await answer(listOwnMandates(locals.context)) : [],
	};
};
