import { json } from '@sveltejs/kit';
import { answer } from '#lib/server/context/guard.ts';
import { listContactChoices, listHostChoices } from '#lib/server/interns/intern-choice.queries.ts';
import type { RequestHandler } from './$types';

/** Hosts (`?de=hote`) or members of the committee that a field looks up while one types: `&q=` gives at most twenty. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const text = (url.searchParams.get('q') ?? '').slice(0, 200);
	const list = url.searchParams.get('de') === 'hote' ? listHostChoices : listContactChoices;
	return json(await answer(list(locals.context, params.departement, text)));
};
