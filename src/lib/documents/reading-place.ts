import type { Node as ProseMirrorNode } from '@tiptap/pm/model';

/** A place in a text that is the same while it is read and once an editor has drawn it. */
export interface ReadingPlace {
	/** Which of its lines of words, in order. */
	line: number;
	/** How far in it, a line break counting as one letter. */
	offset: number;
}

const LINES = 'p, h2, h3, h4';

/** The place of a point of a selection in a text that is drawn without an editor; null outside its lines. */
export function placeInReading(root: Element, node: Node | null, offset: number): ReadingPlace | null {
	if (node === null || !root.contains(node)) return null;
	const line = (node instanceof Element ? node : node.parentElement)?.closest(LINES);
	const index = line ? [...root.querySelectorAll(LINES)].indexOf(line) : -1;
	if (!line || index === -1) return null;
	const before = document.createRange();
	before.setStart(line, 0);
	before.setEnd(node, offset);
	const words = before.cloneContents();
	return { line: index, offset: words.textContent.length + words.querySelectorAll('br').length };
}

/** The same place in the editor's text; the end of the text when it has become shorter meanwhile. */
export function positionOf(text: ProseMirrorNode, { line, offset }: ReadingPlace): number {
	let seen = -1;
	let found: number | null = null;
	text.descendants((node, position) => {
		if (found !== null || !node.isTextblock) return found === null;
		seen += 1;
		if (seen === line) found = position + 1 + Math.min(offset, node.content.size);
		return false;
	});
	return found ?? text.content.size;
}
