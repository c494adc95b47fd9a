import { fail, redirect } from '@sveltejs/kit';
import { documentPath } from '#lib/documents/document.rules.ts';
import { renameNoteInput } from '#lib/documents/note.input.ts';
import { readOnlyReason } from '#lib/documents/read-only.rules.ts';
import { answer } from '#lib/server/context/guard.ts';
import { archiveNote, renameNote } from '#lib/server/documents/document.commands.ts';
import { getDocument, getDocumentText } from '#lib/server/documents/document.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const document = await answer(getDocument(locals.context, params.departement, params.id));
	if (document.kind !== 'note') redirect(303, documentPath(document));
	const { text, outline } = await answer(getDocumentText(locals.context, document));
	const list = { label: 'Documents', href: `/${params.departement}/documents` };
	return {
		document,
		text,
		outline,
		readOnlyReason: readOnlyReason(document),
		breadcrumb: [list, { label: document.title }],
	};
};

export const actions: Actions = {
	rename: async ({ locals, params, request }) => {
		const title = String((await request.formData()).get('title') ?? '');
		const parsed = renameNoteInput.safeParse({ title });
		if (!parsed.success) return fail(400, { title, error: parsed.error.issues[0]?.message ?? '' });
		const place = { departmentCode: params.departement, documentId: params.id };
		await answer(renameNote(locals.context, place, parsed.data));
		return { renamed: true };
	},
	archive: async ({ locals, params }) => {
		await answer(archiveNote(locals.context, { departmentCode: params.departement, documentId: params.id }));
		redirect(303, `/${params.departement}/documents`);
	},
};
