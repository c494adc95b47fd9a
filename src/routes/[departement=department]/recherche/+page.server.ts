import { readSearched } from '#lib/documents/search.input.ts';
import { answer } from '#lib/server/context/guard.ts';
import { searchSpace } from '#lib/server/documents/search.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const searched = readSearched(url.searchParams);
	return {
		searched,
		results: await answer(searchSpace(locals.context, params.departement, searched)),
		breadcrumb: [{ label: 'Recherche' }],
	};
};
