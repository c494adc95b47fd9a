import { fail, redirect } from '@sveltejs/kit';
import { documentPath } from '#lib/documents/document.rules.ts';
import { createNoteInput } from '#lib/documents/note.input.ts';
import { answer } from '#lib/server/context/guard.ts';
import { createNote } from '#lib/server/documents/document.commands.ts';
import { listDocuments } from '#lib/server/documents/document.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
	documents: await answer(listDocuments(locals.context, params.departement)),
});

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const title = String((await request.formData()).get('title') ?? '');
		const parsed = createNoteInput.safeParse({ title });
		if (!parsed.success) return fail(400, { title, error: parsed.error.issues[0]?.message ?? '' });
		const { departement: departmentCode } = params;
		const { id } = await answer(createNote(locals.context, departmentCode, parsed.data));
		redirect(303, documentPath({ id, kind: 'note', departmentCode }));
	},
};
