import { redirect } from '@sveltejs/kit';
import { planSharingInput } from '#lib/plan/shared-plan.input.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { setPlanSharing } from '#lib/server/plan/shared-plan.commands.ts';
import { getPlanSharing } from '#lib/server/plan/shared-plan.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
	sharing: await answer(getPlanSharing(locals.context, params.departement)),
	done: url.searchParams.has('fait'),
});

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, planSharingInput, (input) =>
				setPlanSharing(locals.context, params.departement, { shares: input.shares === 'on' }),
			),
		);
		if (!submission.ok) return refused(submission);
		redirect(303, `/${params.departement}/reglages?fait`);
	},
};
