import * as Y from 'yjs';

/** What any value costs beside its text: a number, a boolean, a place in a list. */
const VALUE_BYTES = 8;

/** About how many bytes a content of Yjs takes that is a value; a shared type counts for itself, not for what is in it. */
export function sizeOfContent(content: Y.Item['content']): number {
	if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return sizeOfValue(content.arr);
	if (content instanceof Y.ContentString) return sizeOfValue(content.str);
	if (content instanceof Y.ContentBinary) return sizeOfValue(content.content);
	return content instanceof Y.ContentEmbed ? sizeOfValue(content.embed) : VALUE_BYTES;
}

/** About how many bytes plain data takes, what is in it included. */
export function sizeOfValue(value: unknown): number {
	let size = 0;
	const stack: unknown[] = [value];
	while (stack.length > 0) {
		const current = stack.pop();
		size += VALUE_BYTES;
		if (typeof current === 'string') size += Buffer.byteLength(current);
		else if (current instanceof Uint8Array) size += current.length;
		else if (typeof current === 'object' && current !== null) {
			for (const [key, child] of Object.entries(current)) {
				if (!Array.isArray(current)) size += key.length;
				stack.push(child);
			}
		}
	}
	return size;
}
