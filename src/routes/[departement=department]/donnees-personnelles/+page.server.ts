import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { getProtectionPage } from '#lib/server/protection/protection-page.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	const searched = (url.searchParams.get('q') ?? '').slice(0, 200).trim();
	return {
		searched,
		...(await answer(getProtectionPage(locals.context, params.departement, searched))),
		erased: url.searchParams.has('efface'),
		breadcrumb: [{ label: 'Données personnelles' }],
	};
};
