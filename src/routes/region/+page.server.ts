import { error, redirect } from '@sveltejs/kit';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { listOwnRegions } from '#lib/server/indicators/region.queries.ts';
import type { PageServerLoad } from './$types';

/** The first region that one sees whole. */
export const load: PageServerLoad = async ({ locals, url }) => {
	requireAccount(locals.context, url);
	const [first] = await answer(listOwnRegions(locals.context));
	if (first === undefined) {
		error(404, {
			message: 'Cette page n’existe pas, ou ne vous est pas ouverte. Revenez à l’accueil.',
			code: 'not-found',
		});
	}
	redirect(303, `/region/${first.code}`);
};
