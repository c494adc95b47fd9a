import { redirect } from '@sveltejs/kit';
import { definitionForm } from '#lib/indicators/indicator.input.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { defineIndicator } from '#lib/server/indicators/indicator.commands.ts';
import { getDefinitionForm } from '#lib/server/indicators/definition-form.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
	...(await answer(getDefinitionForm(locals.context, params.departement, null))),
	breadcrumb: [
		{ label: 'Indicateurs', href: `/${params.departement}/indicateurs` },
		{ label: 'Nouvel indicateur' },
	],
});

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, definitionForm, ({ definition }) =>
				defineIndicator(locals.context, params.departement, { code: null, basedOn: null, definition }),
			),
		);
		if (!submission.ok) return refused(submission);
		redirect(303, `/${params.departement}/indicateurs/${submission.result.code}?fait=definition`);
	},
};
