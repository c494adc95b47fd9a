import { redirect } from '@sveltejs/kit';
import { prepareDossierInput, stopDossierInput } from '#lib/evaluation/dossier/dossier.input.ts';
import { dossiersPath } from '#lib/evaluation/dossier/dossier.words.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { prepareDossier, stopDossier } from '#lib/server/evaluation/dossier/dossier.commands.ts';
import { getDossierPage } from '#lib/server/evaluation/dossier/dossier-list.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('evaluation:dossiers');
	const asked = { from: url.searchParams.get('depuis'), until: url.searchParams.get('au') };
	const page = await answer(getDossierPage(locals.context, params.departement, asked));
	const review = { label: 'Revue', href: `/${params.departement}/revue` };
	return { ...page, breadcrumb: [review, { label: 'Dossier' }] };
};

export const actions: Actions = {
	prepare: async ({ locals, params, request, url }) => {
		const submission = await answerForm(
			submit(request, prepareDossierInput, (input) =>
				prepareDossier(locals.context, params.departement, input),
			),
		);
		if (!submission.ok) return refused(submission, 'prepare');
		redirect(303, dossiersPath(params.departement, url.searchParams));
	},
	stop: async ({ locals, params, request, url }) => {
		const submission = await answerForm(
			submit(request, stopDossierInput, (input) => stopDossier(locals.context, params.departement, input)),
		);
		if (!submission.ok) return refused(submission, 'stop');
		redirect(303, dossiersPath(params.departement, url.searchParams));
	},
};
