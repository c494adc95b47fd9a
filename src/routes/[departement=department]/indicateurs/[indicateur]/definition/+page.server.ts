import { redirect } from '@sveltejs/kit';
import { definitionForm } from '#lib/indicators/indicator.input.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { defineIndicator } from '#lib/server/indicators/indicator.commands.ts';
import { getDefinitionForm } from '#lib/server/indicators/definition-form.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const form = await answer(getDefinitionForm(locals.context, params.departement, params.indicateur));
	const list = `/${params.departement}/indicateurs`;
	const name = form.definition?.name ?? params.indicateur;
	return {
		...form,
		breadcrumb: [
			{ label: 'Indicateurs', href: list },
			{ label: name, href: `${list}/${params.indicateur}` },
			{ label: 'Définition' },
		],
	};
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const { departement, indicateur: code } = params;
		const submission = await answerForm(
			submit(request, definitionForm, (change) =>
				defineIndicator(locals.context, departement, { ...change, code }),
			),
		);
		if (!submission.ok) return refused(submission);
		redirect(303, `/${departement}/indicateurs/${code}?fait=definition`);
	},
};
