import { redirect } from '@sveltejs/kit';
import { documentPath, exportsPath } from '#lib/documents/document.rules.ts';
import { prepareExportInput, stopExportInput } from '#lib/documents/export.input.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { prepareExport, stopExport } from '#lib/server/documents/document-exports.commands.ts';
import { getExportsPage } from '#lib/server/documents/document-exports.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
	depends('document:exports');
	const place = { departmentCode: params.departement, documentId: params.id };
	const page = await answer(getExportsPage(locals.context, place));
	const source = { label: page.document.title, href: documentPath(page.document) };
	return { ...page, breadcrumb: [source, { label: 'Fichiers préparés' }] };
};

export const actions: Actions = {
	prepare: async ({ locals, params, request }) => {
		const place = { departmentCode: params.departement, documentId: params.id };
		const submission = await answerForm(
			submit(request, prepareExportInput, (input) => prepareExport(locals.context, place, input)),
		);
		if (!submission.ok) return refused(submission, 'prepare');
		redirect(303, exportsPath({ ...place, id: params.id }));
	},
	stop: async ({ locals, params, request }) => {
		const place = { departmentCode: params.departement, documentId: params.id };
		const submission = await answerForm(
			submit(request, stopExportInput, (input) => stopExport(locals.context, place, input)),
		);
		if (!submission.ok) return refused(submission, 'stop');
		redirect(303, exportsPath({ ...place, id: params.id }));
	},
};
