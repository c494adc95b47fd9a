import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { getProcessings } from '#lib/server/protection/processing.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	return {
		processings: await answer(getProcessings(locals.context, params.departement)),
		breadcrumb: [{ label: 'Registre des traitements' }],
	};
};
