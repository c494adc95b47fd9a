import { z } from 'zod';
import { line } from '#lib/text.input.ts';
import { oneLine } from '#lib/text.ts';
import { CREATED_KINDS, DOCUMENT_KINDS, TITLE_LONGEST, type DocumentFilter } from './document.rules.ts';

const title = line()
	.min(1, 'Donnez un titre au document.')
	.max(TITLE_LONGEST, `Le titre compte au plus ${TITLE_LONGEST} caractères.`);

export const createDocumentInput = z.strictObject({
	kind: z.enum(CREATED_KINDS, 'Choisissez le type du document.'),
	title,
});

export const renameDocumentInput = z.strictObject({ title });

export const changeStateInput = z.strictObject({
	/** `adopted` is reached by adopting a version only. */
	state: z.enum(['writing', 'review', 'archived'], 'Choisissez un état.'),
});

export type CreateDocumentInput = z.infer<typeof createDocumentInput>;
export type ChangeStateInput = z.infer<typeof changeStateInput>;

/** What is looked for, as the address of the list says it; anything else looks for everything. */
export function readDocumentFilter(parameters: URLSearchParams): DocumentFilter {
	const kind = parameters.get('type');
	return {
		title: oneLine(parameters.get('titre') ?? '').slice(0, TITLE_LONGEST),
		kind: DOCUMENT_KINDS.find((one) => one === kind) ?? null,
		archived: parameters.get('etat') === 'archives',
	};
}
