import { authorizeInSpace } from '#lib/server/committee/space.queries.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import type { PageServerLoad } from './$types';

/** An empty record, for who keeps the registry. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	await answer(authorizeInSpace(locals.context, 'interns.write', params.departement));
	return {
		breadcrumb: [
			{ label: 'Internes accueillis', href: `/${params.departement}/internes` },
			{ label: 'Nouvelle fiche' },
		],
	};
};
