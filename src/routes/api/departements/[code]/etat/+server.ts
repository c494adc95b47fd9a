import { dayInFrance } from '#lib/committee/role.rules.ts';
import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { getStateByApi, toldState } from '#lib/server/api/state.operations.ts';
import { readStateOn } from '#lib/server/evaluation/state/state.queries.ts';

export const GET = apiHandler(getStateByApi, async ({ context, params, query }) =>
	toldState(await readStateOn(context, params.code, query.at ?? dayInFrance(context.now()))),
);

export const fallback = methodsNotAllowed('GET');
