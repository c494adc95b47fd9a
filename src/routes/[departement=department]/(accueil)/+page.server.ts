import { answer } from '#lib/server/context/guard.ts';
import { getHome } from '#lib/server/home/home.queries.ts';
import { recordVisit } from '#lib/server/home/visit.commands.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
	depends('space:home');
	return { home: await answer(getHome(locals.context, params.departement)) };
};

export const actions: Actions = {
	/** The page says that it has been opened: reading it by itself writes nothing. */
	visite: async ({ locals, params }) => {
		await answer(recordVisit(locals.context, params.departement));
	},
};
