import { answer } from '#lib/server/context/guard.ts';
import { getDocumentByKind, getDocumentText } from '#lib/server/documents/document.queries.ts';
import { isLongToExport } from '#lib/server/documents/document-exports.queries.ts';
import { readOnlyReason } from '#lib/documents/read-only.rules.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const document = await answer(getDocumentByKind(locals.context, params.departement, 'diagnosis'));
	const { text, outline } = await answer(getDocumentText(locals.context, document));
	return {
		document,
		text,
		outline,
		longExports: await answer(isLongToExport(locals.context, document)),
		readOnlyReason: readOnlyReason(document),
		breadcrumb: [{ label: document.title }],
	};
};
