import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { getActionSheet } from '#lib/server/plan/action-sheet.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	const { departement, action } = params;
	const sheet = await answer(getActionSheet(locals.context, departement, action));
	const breadcrumb = [
		{ label: 'Plan d’action', href: `/${departement}/plan` },
		{ label: `Fiche ${sheet.action.number}` },
	];
	return { sheet, breadcrumb };
};
