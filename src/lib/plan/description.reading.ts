import type { DocumentSession } from '#lib/collaboration/document-session.ts';
import type { TextTree } from '#lib/documents/document.tree.ts';
import { simpleTreeOf } from '#lib/documents/simple-text.tree.ts';
import { descriptionOf, findAction } from './plan.content.ts';

/**
 * Tells what the description of an action says, now and after each change, until the returned function is called: null when only an
 * editor can show it.
 */
export function followDescription(
	session: DocumentSession,
	id: string,
	tell: (tree: readonly TextTree[] | null) => void,
): () => void {
	const fragment = descriptionOf(findAction(session.doc, id));
	if (fragment === null) {
		tell([]);
		return () => undefined;
	}
	const read = (): void => tell(simpleTreeOf(fragment));
	read();
	fragment.observeDeep(read);
	return () => fragment.unobserveDeep(read);
}
