import { error, json } from '@sveltejs/kit';
import { followActionInput } from '#lib/plan/followed-action.input.ts';
import { authorizeInSpace } from '#lib/server/committee/space.queries.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { followAction } from '#lib/server/plan/followed-action.commands.ts';
import type { RequestHandler } from './$types';

/** Follows an action of the plan, or no longer. */
export const POST: RequestHandler = async ({ locals, params, request, url }) => {
	requireAccount(locals.context, url);
	const parsed = followActionInput.safeParse(await request.json().catch(() => null));
	if (!parsed.success) {
		// Rights first: who may not see the plan learns nothing from a wrong body either.
		await answer(authorizeInSpace(locals.context, 'plan.read', params.departement));
		error(400, { message: 'Cette demande est incomplète.', code: 'invalid-input' });
	}
	await answer(followAction(locals.context, params.departement, parsed.data));
	return json({ follows: parsed.data.follows });
};
