import { answer } from '#lib/server/context/guard.ts';
import { authorizeInSpace } from '#lib/server/committee/space.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	await answer(authorizeInSpace(locals.context, 'evaluation.read', params.departement));
	return {};
};
