import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { getArrivalCalendar } from '#lib/server/interns/arrival-calendar.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	requireAccount(locals.context, url);
	depends('terrimed:internes');
	const { departement, mois } = params;
	const calendar = await answer(getArrivalCalendar(locals.context, departement, mois ?? ''));
	const breadcrumb = [
		{ label: 'Internes accueillis', href: `/${departement}/internes` },
		{ label: 'Calendrier des arrivées' },
	];
	return { calendar, breadcrumb };
};
