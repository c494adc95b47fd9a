import { error } from '@sveltejs/kit';
import { documentPath, historyPath } from '#lib/documents/document.rules.ts';
import { readMoment } from '#lib/documents/history.rules.ts';
import { notFound } from '#lib/errors.ts';
import { answer } from '#lib/server/context/guard.ts';
import { getDocument } from '#lib/server/documents/document.queries.ts';
import { getAnyPastDocument } from '#lib/server/plan/plan-history.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const document = await answer(getDocument(locals.context, params.departement, params.id));
	const moment = readMoment(params.moment);
	if (moment === null) error(404, { message: notFound().message, code: 'not-found' });
	const past = await answer(getAnyPastDocument(locals.context, document, moment));
	return {
		document,
		past,
		moment: params.moment,
		withAuthors: url.searchParams.has('auteurs'),
		breadcrumb: [
			{ label: document.title, href: documentPath(document) },
			{ label: 'Historique', href: historyPath(document) },
			{ label: 'À une date' },
		],
	};
};
