import { redirect } from '@sveltejs/kit';
import { TerrimedError } from '#lib/errors.ts';
import { tickInput } from '#lib/interns/welcome.input.ts';
import { answer, answerForm, requireAccount } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { getMayorPage } from '#lib/server/interns/mayor.queries.ts';
import { changeStep } from '#lib/server/interns/welcome.commands.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	requireAccount(locals.context, url);
	depends('terrimed:internes');
	const { departement, commune } = params;
	const list = await answer(getMayorPage(locals.context, departement, commune ?? ''));
	const breadcrumb = [
		{ label: 'Internes accueillis', href: `/${departement}/internes` },
		{ label: list.reads === 'own' ? 'Mes communes' : 'Listes des maires' },
	];
	return { list, breadcrumb };
};

export const actions: Actions = {
	tick: async ({ locals, params, request, url }) => {
		const departmentCode = params.departement;
		const submission = await answerForm(
			submit(await request.formData(), tickInput, async ({ done, ...target }) => {
				const answered = await changeStep(locals.context, { departmentCode, ...target }, { done });
				if (answered.outcome === 'conflict') throw changedMeanwhile();
			}),
		);
		if (!submission.ok) return refused(submission, 'tick');
		redirect(303, url.pathname);
	},
};

function changedMeanwhile(): TerrimedError {
	return new TerrimedError(
		'conflict',
		'Quelqu’un a changé cette étape entre-temps. La voici telle qu’elle est maintenant\u00a0: recommencez si besoin.',
	);
}
