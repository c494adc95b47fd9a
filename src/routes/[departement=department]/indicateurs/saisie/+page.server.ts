import { fail } from '@sveltejs/kit';
import { gridForm } from '#lib/indicators/grid.input.ts';
import { readFormData } from '#lib/server/context/form-data.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { getEntryGrid } from '#lib/server/indicators/entry-grid.queries.ts';
import { enterValues } from '#lib/server/indicators/value.commands.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
	grid: await answer(
		getEntryGrid(locals.context, params.departement, {
			frequency: url.searchParams.get('rythme'),
			until: url.searchParams.get('jusqua'),
		}),
	),
	breadcrumb: [
		{ label: 'Indicateurs', href: `/${params.departement}/indicateurs` },
		{ label: 'Saisie en grille' },
	],
});

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await answer(readFormData(request));
		const submission = await answerForm(
			submit(form, gridForm, (entries) => enterValues(locals.context, params.departement, entries)),
		);
		if (!submission.ok) return refused(submission);
		const entered = submission.result;
		if (entered.outcome === 'written') return { written: entered.ids.length };
		const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
		return fail(409, { form: null, error: '', fields: {}, typed, conflicts: entered.conflicts });
	},
};
