import { z } from 'zod';
import { exact } from '#lib/text.input.ts';

/** More parts than a document has that one would split. */
const PARTS_AT_MOST = 200;

export const splitInput = z.strictObject({
	/** What the new documents are: notes, or the same as the document where a committee may have several of it. */
	kind: z.enum(['note', 'same'], 'Choisissez ce que seront les nouveaux documents.'),
	/** Ids of headings, a space between two. */
	parts: exact()
		.transform((text) => [...new Set(text.split(' ').filter(Boolean))])
		.pipe(
			z
				.array(z.string().regex(/^p-\d{1,16}-\d{1,16}$/))
				.min(1, 'Choisissez au moins une partie.')
				.max(PARTS_AT_MOST),
		),
});

export type SplitInput = z.infer<typeof splitInput>;
