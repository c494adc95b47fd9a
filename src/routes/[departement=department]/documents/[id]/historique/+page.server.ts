import { redirect } from '@sveltejs/kit';
import { documentPath, historyPath } from '#lib/documents/document.rules.ts';
import { NOW } from '#lib/documents/history.rules.ts';
import { adoptVersionInput, nameVersionInput, restoreInput } from '#lib/documents/version.input.ts';
import { readFormData } from '#lib/server/context/form-data.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { getAnyHistoryPage } from '#lib/server/plan/plan-history.queries.ts';
import { restoreMoment } from '#lib/server/documents/restore.commands.ts';
import { adoptVersion, nameVersion } from '#lib/server/documents/version.commands.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const place = { departmentCode: params.departement, documentId: params.id };
	const page = await answer(
		getAnyHistoryPage(locals.context, place, {
			from: url.searchParams.get('de'),
			to: url.searchParams.get('a'),
			before: url.searchParams.get('avant'),
		}),
	);
	return {
		...page,
		/** Whether the address itself asks for a difference: on a phone, the list comes first. */
		asked: url.searchParams.has('de'),
		inText: url.searchParams.get('vue') === 'texte',
		restoring: url.searchParams.get('retablir'),
		done: url.searchParams.get('fait'),
		now: locals.context.now(),
		breadcrumb: [{ label: page.document.title, href: documentPath(page.document) }, { label: 'Historique' }],
	};
};

export const actions: Actions = {
	name: async ({ locals, params, request }) => {
		const place = { departmentCode: params.departement, documentId: params.id };
		const submission = await answerForm(
			submit(request, nameVersionInput, (input) => nameVersion(locals.context, place, input)),
		);
		if (!submission.ok) return refused(submission, 'name');
		redirect(303, `${historyPath({ ...place, id: params.id })}?fait=nommee`);
	},
	adopt: async ({ locals, params, request }) => {
		const place = { departmentCode: params.departement, documentId: params.id };
		const submission = await answerForm(
			submit(request, adoptVersionInput, (input) => adoptVersion(locals.context, place, input)),
		);
		if (!submission.ok) return refused(submission, 'adopt');
		redirect(303, `${historyPath({ ...place, id: params.id })}?fait=adoptee`);
	},
	restore: async ({ locals, params, request }) => {
		const place = { departmentCode: params.departement, documentId: params.id };
		const form = await answer(readFormData(request));
		const moment = String(form.get('moment') ?? '');
		const submission = await answerForm(
			submit(form, restoreInput, (input) => restoreMoment(locals.context, place, input)),
		);
		if (!submission.ok) return refused(submission, 'restore');
		const query = new URLSearchParams({ de: moment, a: NOW, fait: 'retablie' });
		redirect(303, `${historyPath({ ...place, id: params.id })}?${query.toString()}`);
	},
};
