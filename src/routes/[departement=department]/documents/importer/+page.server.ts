import { fail } from '@sveltejs/kit';
import { documentPath } from '#lib/documents/document.rules.ts';
import { isTerrimedError } from '#lib/errors.ts';
import { answer } from '#lib/server/context/guard.ts';
import { importDocument, importIntoPart } from '#lib/server/documents/document-import.commands.ts';
import { getImportPage } from '#lib/server/documents/document-import.queries.ts';
import { fileOf, readUpload } from '#lib/server/files/upload.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const place = { departmentCode: params.departement, documentId: url.searchParams.get('document') };
	const page = await answer(getImportPage(locals.context, place));
	const list = { label: 'Documents', href: `/${params.departement}/documents` };
	return { ...page, breadcrumb: [list, { label: 'Importer un fichier' }] };
};

export const actions: Actions = {
	default: async ({ locals: { context }, params, request, url }) => {
		const departmentCode = params.departement;
		const documentId = url.searchParams.get('document');
		// Whoever may not bring anything learns nothing of what a file should be.
		const { target } = await answer(getImportPage(context, { departmentCode, documentId }));
		try {
			const form = await readUpload(request);
			const file = await fileOf(form.get('file'));
			if (target === null) {
				const { id, report } = await importDocument(context, departmentCode, { file });
				return { imported: { ...report, path: documentPath({ id, kind: 'note', departmentCode }) } };
			}
			const place = { departmentCode, documentId: target.id };
			const report = await importIntoPart(context, place, { file, heading: String(form.get('part') ?? '') });
			return { imported: { ...report, path: target.path } };
		} catch (error) {
			if (!isTerrimedError(error)) throw error;
			return fail(error.status, { error: error.message });
		}
	},
};
