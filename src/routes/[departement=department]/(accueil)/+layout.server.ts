import { answer } from '#lib/server/context/guard.ts';
import { findReviewNotice } from '#lib/server/evaluation/review/review-notice.queries.ts';
import type { LayoutServerLoad } from './$types';

/** Apart from the page, which asks again every twenty seconds who is here: two states are not compared that often. */
export const load: LayoutServerLoad = async ({ locals, params }) => ({
	reviewNotice: await answer(findReviewNotice(locals.context, params.departement)),
});
