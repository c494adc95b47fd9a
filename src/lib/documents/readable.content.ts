import * as Y from 'yjs';

/**
 * Takes out of a copy of a text what no reader of it can hold, and would stop at: words or maps where elements stand, values inside
 * words. Only a program writes such things. Never on a document that others share: there it stays.
 */
export function takeOutUnreadable(copy: Y.XmlFragment): void {
	copy.doc?.transact(() => {
		const waiting: Y.XmlFragment[] = [copy];
		for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
			const isRoot = parent === copy;
			const children: unknown[] = parent.toArray();
			for (let index = children.length - 1; index >= 0; index -= 1) {
				const child = children[index];
				if (child instanceof Y.XmlElement) waiting.push(child);
				else if (child instanceof Y.XmlText && !isRoot) takeOutValues(child);
				else parent.delete(index, 1);
			}
		}
	});
}

function takeOutValues(text: Y.XmlText): void {
	const parts = text.toDelta() as { insert: unknown }[];
	let end = text.length;
	for (const { insert } of parts.toReversed()) {
		const length = typeof insert === 'string' ? insert.length : 1;
		end -= length;
		if (typeof insert !== 'string') text.delete(end, length);
	}
}
