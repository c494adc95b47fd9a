import { documentPath } from '#lib/documents/document.rules.ts';
import { splitInput } from '#lib/documents/split.input.ts';
import { readFormData } from '#lib/server/context/form-data.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { splitDocument } from '#lib/server/documents/document-split.commands.ts';
import { getSplitPage } from '#lib/server/documents/document-split.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const place = { departmentCode: params.departement, documentId: params.id };
	const page = await answer(getSplitPage(locals.context, place));
	const source = { label: page.document.title, href: documentPath(page.document) };
	return { ...page, here: url.searchParams.get('ici'), breadcrumb: [source, { label: 'Scinder' }] };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const place = { departmentCode: params.departement, documentId: params.id };
		const form = await answer(readFormData(request));
		// Boxes of one name come one by one; a form is read as one value for each name.
		const parts = form.getAll('parts').map(String).join(' ');
		form.set('parts', parts);
		const submission = await answerForm(
			submit(form, splitInput, (input) => splitDocument(locals.context, place, input)),
		);
		if (!submission.ok) return refused(submission, 'split');
		return { made: submission.result };
	},
};
