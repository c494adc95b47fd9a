import { notFound } from '#lib/errors.ts';
import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import {
	conflictAnswer,
	enterValueByApi,
	listValuesByApi,
	toldValues,
} from '#lib/server/api/indicator.operations.ts';
import { getIndicator } from '#lib/server/indicators/indicator.queries.ts';
import { enterValues } from '#lib/server/indicators/value.commands.ts';

export const GET = apiHandler(listValuesByApi, async ({ context, params }) =>
	toldValues(await getIndicator(context, params.code, params.indicator)),
);

export const POST = apiHandler(enterValueByApi, async ({ context, params, body }) => {
	const entered = await enterValues(context, params.code, [{ ...body, code: params.indicator }]);
	if (entered.outcome === 'conflict') {
		const [conflict] = entered.conflicts;
		if (conflict === undefined) throw notFound();
		return conflictAnswer(conflict);
	}
	return { id: entered.ids[0] ?? '' };
});

export const fallback = methodsNotAllowed('GET', 'POST');
