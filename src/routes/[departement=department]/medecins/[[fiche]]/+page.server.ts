import { redirect } from '@sveltejs/kit';
import { removeViewInput, renameViewInput, saveViewInput } from '#lib/registries/registry-view.input.ts';
import { completeStepInput, followUpInput } from '#lib/senior-doctors/senior-doctor.input.ts';
import { answer, answerForm, requireAccount } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { addFollowUp, completeStep } from '#lib/server/senior-doctors/follow-up.commands.ts';
import { getRegistryPage } from '#lib/server/senior-doctors/registry-page.queries.ts';
import { removeView, renameView, saveView } from '#lib/server/senior-doctors/registry-view.commands.ts';
import { withoutAction } from '../../registry-question.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	requireAccount(locals.context, url);
	depends('terrimed:medecins');
	const read = (name: string): string => url.searchParams.get(name) ?? '';
	const registry = await answer(
		getRegistryPage(locals.context, params.departement, {
			...{ q: read('q').slice(0, 200), filters: read('filtres'), sort: read('tri') },
			columns: read('colonnes').slice(0, 300),
			doctorId: params.fiche ?? null,
		}),
	);
	return { registry, breadcrumb: [{ label: 'Médecins de 60 ans et plus' }] };
};

export const actions: Actions = {
	follow: async ({ locals, params, request, url }) => {
		const target = { departmentCode: params.departement, doctorId: params.fiche ?? '' };
		const submission = await answerForm(
			submit(request, followUpInput, (input) => addFollowUp(locals.context, target, input)),
		);
		if (!submission.ok) return refused(submission, 'follow');
		redirect(303, `${url.pathname}${withoutAction(url)}`);
	},
	done: async ({ locals, params, request, url }) => {
		const target = { departmentCode: params.departement, doctorId: params.fiche ?? '' };
		const submission = await answerForm(
			submit(request, completeStepInput, ({ followUpId }) =>
				completeStep(locals.context, { ...target, followUpId }),
			),
		);
		if (!submission.ok) return refused(submission, 'done');
		redirect(303, `${url.pathname}${withoutAction(url)}`);
	},
	keep: async ({ locals, params, request, url }) => {
		const submission = await answerForm(
			submit(request, saveViewInput, (input) => saveView(locals.context, params.departement, input)),
		);
		if (!submission.ok) return refused(submission, 'keep');
		redirect(303, `${url.pathname}${withoutAction(url)}`);
	},
	rename: async ({ locals, params, request, url }) => {
		const submission = await answerForm(
			submit(request, renameViewInput, (input) => renameView(locals.context, params.departement, input)),
		);
		if (!submission.ok) return refused(submission, 'rename');
		redirect(303, `${url.pathname}${withoutAction(url)}`);
	},
	drop: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, removeViewInput, ({ viewId }) =>
				removeView(locals.context, params.departement, viewId),
			),
		);
		if (!submission.ok) return refused(submission, 'drop');
		redirect(303, `/${params.departement}/medecins`);
	},
};
