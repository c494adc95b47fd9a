import { HORIZON_GROUPINGS } from '#lib/senior-doctors/horizon.rules.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { getHorizonPage } from '#lib/server/senior-doctors/horizon.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	const said = url.searchParams.get('par');
	const by = HORIZON_GROUPINGS.find((one) => one === said) ?? 'epci';
	const filters = url.searchParams.get('filtres') ?? '';
	const page = await answer(getHorizonPage(locals.context, params.departement, { filters, by }));
	const registry = { label: 'Médecins', href: `/${params.departement}/medecins` };
	return { page, breadcrumb: [registry, { label: 'Horizon des départs' }] };
};
