import { dayInFrance } from '#lib/committee/role.rules.ts';
import { INDICATOR_VIEWS } from '#lib/indicators/indicator.view.rules.ts';
import { answer } from '#lib/server/context/guard.ts';
import { listIndicators } from '#lib/server/indicators/indicator.queries.ts';
import { listOwnRegions } from '#lib/server/indicators/region.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
	indicators: await answer(listIndicators(locals.context, params.departement)),
	view: INDICATOR_VIEWS.find((view) => view === url.searchParams.get('vue')) ?? null,
	/** The indicator whose row is open. */
	entering: url.searchParams.get('saisir'),
	done: url.searchParams.get('fait'),
	regions: await answer(listOwnRegions(locals.context)),
	today: dayInFrance(locals.context.now()),
});
