import { redirect } from '@sveltejs/kit';
import { removeViewInput, renameViewInput, saveViewInput } from '#lib/registries/registry-view.input.ts';
import { answer, answerForm, requireAccount } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { getInternsPage } from '#lib/server/interns/intern-page.queries.ts';
import {
	removeInternView,
	renameInternView,
	saveInternView,
} from '#lib/server/interns/intern-view.commands.ts';
import { withoutAction } from '../../registry-question.ts';
import { tickStep } from '../welcome-tick.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	requireAccount(locals.context, url);
	depends('terrimed:internes');
	const read = (name: string): string => url.searchParams.get(name) ?? '';
	const registry = await answer(
		getInternsPage(locals.context, params.departement, {
			...{ q: read('q').slice(0, 200), filters: read('filtres'), sort: read('tri') },
			columns: read('colonnes').slice(0, 300),
			internId: params.fiche ?? null,
			asTable: url.searchParams.has('vue'),
		}),
	);
	return { registry, breadcrumb: [{ label: 'Internes accueillis' }] };
};

export const actions: Actions = {
	keep: async ({ locals, params, request, url }) => {
		const submission = await answerForm(
			submit(request, saveViewInput, (input) => saveInternView(locals.context, params.departement, input)),
		);
		if (!submission.ok) return refused(submission, 'keep');
		redirect(303, `${url.pathname}${withoutAction(url)}`);
	},
	rename: async ({ locals, params, request, url }) => {
		const submission = await answerForm(
			submit(request, renameViewInput, (input) =>
				renameInternView(locals.context, params.departement, input),
			),
		);
		if (!submission.ok) return refused(submission, 'rename');
		redirect(303, `${url.pathname}${withoutAction(url)}`);
	},
	drop: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, removeViewInput, ({ viewId }) =>
				removeInternView(locals.context, params.departement, viewId),
			),
		);
		if (!submission.ok) return refused(submission, 'drop');
		redirect(303, `/${params.departement}/internes`);
	},
	tick: async ({ locals, params, request, url }) => {
		const submission = await tickStep(locals.context, params.departement, request);
		if (!submission.ok) return refused(submission, 'tick');
		redirect(303, url.pathname);
	},
};
