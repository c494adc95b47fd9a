import { readGapFilter } from '#lib/evaluation/chain/chain.view.rules.ts';
import { answer } from '#lib/server/context/guard.ts';
import { getChain } from '#lib/server/evaluation/chain/chain.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const filter = readGapFilter(url.searchParams.get('manques'));
	const asked = { day: url.searchParams.get('au'), filter };
	return {
		chain: await answer(getChain(locals.context, params.departement, asked)),
		filter,
		breadcrumb: [{ label: 'Revue', href: `/${params.departement}/revue` }, { label: 'Chaîne' }],
	};
};
