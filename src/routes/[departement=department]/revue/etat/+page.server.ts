import { answer } from '#lib/server/context/guard.ts';
import { getStatePage } from '#lib/server/evaluation/state/state-page.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const asked = { day: url.searchParams.get('au'), against: url.searchParams.get('contre') };
	return {
		...(await answer(getStatePage(locals.context, params.departement, asked))),
		breadcrumb: [{ label: 'Revue', href: `/${params.departement}/revue` }, { label: 'À une date' }],
	};
};
