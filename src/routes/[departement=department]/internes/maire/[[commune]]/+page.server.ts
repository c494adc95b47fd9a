import { redirect } from '@sveltejs/kit';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { refused } from '#lib/server/context/submission.ts';
import { getMayorPage } from '#lib/server/interns/mayor.queries.ts';
import { tickStep } from '../../welcome-tick.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	requireAccount(locals.context, url);
	depends('terrimed:internes');
	const { departement, commune } = params;
	const list = await answer(getMayorPage(locals.context, departement, commune ?? ''));
	// All the communes of an elected official are what the registry opens on.
	if (list.reads === 'own' && commune === undefined) redirect(303, `/${departement}/internes`);
	const breadcrumb = [
		{ label: 'Internes accueillis', href: `/${departement}/internes` },
		{ label: list.reads === 'own' ? 'Mes communes' : 'Listes des maires' },
	];
	return { list, breadcrumb };
};

export const actions: Actions = {
	tick: async ({ locals, params, request, url }) => {
		const submission = await tickStep(locals.context, params.departement, request);
		if (!submission.ok) return refused(submission, 'tick');
		redirect(303, url.pathname);
	},
};
