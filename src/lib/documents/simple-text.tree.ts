import * as Y from 'yjs';
import type { TextTree } from './document.tree.ts';
import { safeHref } from './link.rules.ts';

/** Blocks that need nothing of an editor to be drawn, as the schema draws them. */
const BLOCKS: Readonly<Record<string, string>> = {
	paragraph: 'p',
	blockquote: 'blockquote',
	bulletList: 'ul',
	orderedList: 'ol',
	listItem: 'li',
	hardBreak: 'br',
	horizontalRule: 'hr',
};
/** From the inside out, as the schema has them. */
const MARKS: Readonly<Record<string, string>> = {
	highlight: 'mark',
	strike: 's',
	italic: 'em',
	bold: 'strong',
	link: 'a',
};
const TEXTBLOCKS = new Set(['paragraph', 'heading']);

/** As deep as a text of words, lists and quotes goes. */
const DEPTH = 40;

/**
 * A shared text as elements, without the editor and its schema: words, headings, lists, quotes, links. Reads, changes nothing. Null when
 * there is more in it, or something strange, which the editor knows how to show.
 */
export function simpleTreeOf(fragment: Y.XmlFragment): TextTree[] | null {
	const blocks: TextTree[] = [];
	for (const child of fragment.toArray()) {
		const tree = child instanceof Y.XmlElement ? blockOf(child, DEPTH) : null;
		if (tree === null) return null;
		blocks.push(tree);
	}
	return blocks;
}

function blockOf(element: Y.XmlElement, depth: number): TextTree | null {
	const { nodeName } = element;
	const shape = nodeName === 'heading' ? headingShape(element) : plainShape(element);
	if (shape === null || depth === 0) return null;
	const children: TextTree[] = [];
	for (const child of element.toArray()) {
		const inside = insideOf(child, depth, TEXTBLOCKS.has(nodeName));
		if (inside === null) return null;
		children.push(...inside);
	}
	// An empty line keeps its height, as in the editor.
	if (TEXTBLOCKS.has(nodeName) && children.length === 0)
		children.push({ tag: 'br', attributes: {}, children: [] });
	return { ...shape, children };
}

function insideOf(child: unknown, depth: number, isTextblock: boolean): TextTree[] | null {
	if (child instanceof Y.XmlText) return isTextblock ? wordsOf(child) : null;
	if (!(child instanceof Y.XmlElement) || (child.nodeName === 'hardBreak') !== isTextblock) return null;
	const block = blockOf(child, depth - 1);
	return block === null ? null : [block];
}

type Shape = { tag: string; attributes: Record<string, string> };

function plainShape(element: Y.XmlElement): Shape | null {
	const tag = Object.hasOwn(BLOCKS, element.nodeName) ? BLOCKS[element.nodeName] : undefined;
	if (tag === undefined) return null;
	const start: unknown = tag === 'ol' ? element.getAttribute('start') : undefined;
	return { tag, attributes: Number.isInteger(start) && start !== 1 ? { start: String(start) } : {} };
}

function headingShape(element: Y.XmlElement): Shape | null {
	const level: unknown = element.getAttribute('level') ?? 1;
	if (level !== 1 && level !== 2 && level !== 3) return null;
	return { tag: `h${level + 1}`, attributes: { 'data-level': String(level) } };
}

function wordsOf(text: Y.XmlText): TextTree[] | null {
	const words: TextTree[] = [];
	const parts = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[];
	for (const { insert, attributes = {} } of parts) {
		if (typeof insert !== 'string') return null;
		const tree = withMarks(insert, attributes);
		if (tree === null) return null;
		words.push(tree);
	}
	return words;
}

function withMarks(words: string, marks: Readonly<Record<string, unknown>>): TextTree | null {
	if (Object.keys(marks).some((name) => !Object.hasOwn(MARKS, name))) return null;
	let tree: TextTree = words;
	for (const [name, tag] of Object.entries(MARKS)) {
		if (!Object.hasOwn(marks, name)) continue;
		const attributes = name === 'link' ? linkAttributes(marks[name]) : {};
		if (attributes === null) return null;
		tree = { tag, attributes, children: [tree] };
	}
	return tree;
}

function linkAttributes(value: unknown): Record<string, string> | null {
	const href = safeHref(typeof value === 'object' && value !== null && 'href' in value ? value.href : null);
	return href === null ? null : { href, rel: 'noopener noreferrer nofollow' };
}
