import { redirect } from '@sveltejs/kit';
import { createDocumentInput, readDocumentFilter } from '#lib/documents/document.input.ts';
import { documentPath } from '#lib/documents/document.rules.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { createDocument } from '#lib/server/documents/document.commands.ts';
import { listDocuments } from '#lib/server/documents/document.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const filter = readDocumentFilter(url.searchParams);
	return { filter, documents: await answer(listDocuments(locals.context, params.departement, filter)) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const { departement: departmentCode } = params;
		const submission = await answerForm(
			submit(request, createDocumentInput, async (input) => {
				const { id } = await createDocument(locals.context, departmentCode, input);
				return documentPath({ id, kind: input.kind, departmentCode });
			}),
		);
		if (!submission.ok) return refused(submission, 'create');
		redirect(303, submission.result);
	},
};
