import { redirect } from '@sveltejs/kit';
import { parseChangeFilter } from '#lib/evaluation/review/review.filter.rules.ts';
import { closeReviewInput, followInput, settleInput } from '#lib/evaluation/review/review.input.ts';
import { readDay } from '#lib/evaluation/timeline/timeline.rules.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { closeReview, followChange, settleItem } from '#lib/server/evaluation/review/review.commands.ts';
import { getReview } from '#lib/server/evaluation/review/review.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const [since, until] = [readDay(url.searchParams.get('depuis')), readDay(url.searchParams.get('au'))];
	return {
		review: await answer(getReview(locals.context, params.departement, { since, until })),
		/** The days that somebody chose; empty for the others. */
		asked: { since: since ?? '', until: until ?? '' },
		filter: parseChangeFilter(url.searchParams),
		/** The change whose form to follow it is open. */
		following: url.searchParams.get('suivre'),
		done: url.searchParams.get('fait'),
	};
};

/** Back to the same two dates. */
function pageOf(
	departement: string,
	{ since, until }: { since: string; until: string },
	done: string,
): string {
	const dates = [
		['depuis', since],
		['au', until],
		['fait', done],
	].filter(([, value]) => value !== '');
	return `/${departement}/revue?${new URLSearchParams(dates).toString()}`;
}

export const actions: Actions = {
	close: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, closeReviewInput, (input) => closeReview(locals.context, params.departement, input)),
		);
		if (!submission.ok) return refused(submission, 'close');
		redirect(303, `/${params.departement}/revue?fait=revue`);
	},
	follow: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, followInput, async (input) => {
				await followChange(locals.context, params.departement, input);
				return input;
			}),
		);
		if (!submission.ok) return refused(submission, 'follow');
		redirect(303, `${pageOf(params.departement, submission.result, 'suivi')}#suivis`);
	},
	settle: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, settleInput, async (input) => {
				await settleItem(locals.context, params.departement, input.itemId);
				return input;
			}),
		);
		if (!submission.ok) return refused(submission, 'settle');
		redirect(303, `${pageOf(params.departement, submission.result, 'regle')}#suivis`);
	},
};
