import { redirect } from '@sveltejs/kit';
import { changeStateInput, renameDocumentInput } from '#lib/documents/document.input.ts';
import { documentPath } from '#lib/documents/document.rules.ts';
import { isLongToExport } from '#lib/server/documents/document-exports.queries.ts';
import { readOnlyReason } from '#lib/documents/read-only.rules.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { changeDocumentState, renameDocument } from '#lib/server/documents/document.commands.ts';
import { getDocument, getDocumentText } from '#lib/server/documents/document.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const document = await answer(getDocument(locals.context, params.departement, params.id));
	const path = documentPath(document);
	if (document.kind === 'diagnosis' || document.kind === 'plan') redirect(303, path);
	const { text, outline } = await answer(getDocumentText(locals.context, document));
	const list = { label: 'Documents', href: `/${params.departement}/documents` };
	return {
		document,
		text,
		outline,
		longExports: await answer(isLongToExport(locals.context, document)),
		readOnlyReason: readOnlyReason(document),
		breadcrumb: [list, { label: document.title }],
	};
};

/** For every kind of document: those that have a page of their own post here too, and go back to it. */
export const actions: Actions = {
	rename: async ({ locals, params, request }) => {
		const place = { departmentCode: params.departement, documentId: params.id };
		const submission = await answerForm(
			submit(request, renameDocumentInput, (input) => renameDocument(locals.context, place, input)),
		);
		if (!submission.ok) return refused(submission, 'rename');
		return { renamed: true };
	},
	state: async ({ locals, params, request }) => {
		const { context } = locals;
		const place = { departmentCode: params.departement, documentId: params.id };
		const submission = await answerForm(
			submit(request, changeStateInput, async (input) => {
				await changeDocumentState(context, place, input);
				const changed = await getDocument(context, place.departmentCode, place.documentId);
				return input.state === 'archived' ? `/${place.departmentCode}/documents` : documentPath(changed);
			}),
		);
		if (!submission.ok) return refused(submission, 'state');
		redirect(303, submission.result);
	},
};
