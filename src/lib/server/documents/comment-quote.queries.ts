import { and, eq } from 'drizzle-orm';
import { decodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import { decodeAnchor } from '#lib/documents/comment-anchor.content.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { searchPassage } from './search.tables.ts';

/**
 * What is commented, as it is now: the passage, or the title of an action. Texts have passages and the plan has actions.
 * @throws TerrimedError `not-found` for the other kind, or for an action that is not in the plan
 */
export async function quoteOf(
	context: Context,
	{ documentId, isPlan }: { documentId: string; isPlan: boolean },
	anchor: string,
): Promise<string> {
	const action = decodeActionAnchor(anchor);
	if (isPlan !== (action !== null)) throw notFound();
	if (action === null) return decodeAnchor(anchor)?.passage ?? '';
	const [found] = await context.db
		.select({ title: searchPassage.heading })
		.from(searchPassage)
		.where(and(eq(searchPassage.documentId, documentId), eq(searchPassage.anchor, action.actionId)));
	if (found === undefined) {
		throw new TerrimedError(
			'conflict',
			'Cette action n’est pas encore enregistrée. Réessayez dans un instant.',
		);
	}
	return found.title;
}
