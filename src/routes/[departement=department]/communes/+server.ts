import { json } from '@sveltejs/kit';
import { answer } from '#lib/server/context/guard.ts';
import { searchCommunes } from '#lib/server/territory/territory.queries.ts';
import type { RequestHandler } from './$types';

/** Communes of the département that a field looks up while one types: `?q=` gives at most twenty. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const text = url.searchParams.get('q') ?? '';
	return json(await answer(searchCommunes(locals.context, params.departement, text)));
};
