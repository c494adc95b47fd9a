import { authorizeInSpace } from '#lib/server/committee/space.queries.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import type { PageServerLoad } from './$types';

/** An empty record, for who writes the registry. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	await answer(authorizeInSpace(locals.context, 'seniors.write', params.departement));
	return {
		breadcrumb: [
			{ label: 'Médecins de 60 ans et plus', href: `/${params.departement}/medecins` },
			{ label: 'Nouvelle fiche' },
		],
	};
};
