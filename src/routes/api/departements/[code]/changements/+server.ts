import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listChangesByApi } from '#lib/server/api/review.operations.ts';
import { listChangesOn } from '#lib/server/evaluation/review/changes.queries.ts';

export const GET = apiHandler(listChangesByApi, async ({ context, params, query }) => {
	const { before, after, changes } = await listChangesOn(context, params.code, query);
	return { since: before.at.toISOString(), until: after.at.toISOString(), changes };
});

export const fallback = methodsNotAllowed('GET');
