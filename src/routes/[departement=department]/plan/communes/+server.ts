import { json } from '@sveltejs/kit';
import { oneLine } from '#lib/text.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { findPlanCommunes } from '#lib/server/plan/plan.queries.ts';
import type { RequestHandler } from './$types';

/** Communes for the fields of an action: `?q=` searches the département's, `?codes=` names known ones. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	const text = oneLine(url.searchParams.get('q') ?? '').slice(0, 100);
	const codes = (url.searchParams.get('codes') ?? '').split(',').filter((code) => code !== '');
	const departmentCode = params.departement;
	return json(await answer(findPlanCommunes(locals.context, { departmentCode, text, codes })));
};
