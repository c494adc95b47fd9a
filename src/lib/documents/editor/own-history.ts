import { defaultDeleteFilter, defaultProtectedNodes } from '@tiptap/y-tiptap';
import * as Y from 'yjs';

/**
 * The history of what one page wrote under `origin`. Taking back a block that one made does not take away what others
 * have written in it since: the block then stays, with their words.
 */
export function createOwnHistory(fragment: Y.XmlFragment, origin: unknown): Y.UndoManager {
	return new Y.UndoManager(fragment, {
		trackedOrigins: new Set([origin]),
		deleteFilter: (item) =>
			defaultDeleteFilter(item, defaultProtectedNodes) && !holdsOthersWords(item, fragment.doc?.clientID),
		captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
	});
}

/** Whether something that another page wrote lives in what an item holds. */
function holdsOthersWords(item: Y.Item, own: number | undefined): boolean {
	if (!(item.content instanceof Y.ContentType)) return false;
	const waiting: Y.AbstractType<unknown>[] = [item.content.type];
	for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
		for (let inside = type._start; inside !== null; inside = inside.right) {
			if (inside.deleted) continue;
			if (inside.content instanceof Y.ContentType) waiting.push(inside.content.type);
			else if (inside.countable && inside.id.client !== own) return true;
		}
	}
	return false;
}
