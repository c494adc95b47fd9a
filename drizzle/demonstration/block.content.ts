import type { JSONContent } from '@tiptap/core';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import type { Schema } from '@tiptap/pm/model';
import * as Y from 'yjs';
import type { Block } from './block.ts';
import { french } from './typography.ts';

const MARKED = /\*\*(.+?)\*\*|\*(.+?)\*|==(.+?)==|\[(.+?)\]\((.+?)\)/gs;

/** Level of a heading inside a part; the part's own is 1. */
const SUBHEADING_LEVEL = 2;

type Mark = NonNullable<JSONContent['marks']>[number];

/** A text with its marks, as nodes of the editor; marks may nest. */
function inlineNodes(text: string, marks: readonly Mark[] = []): JSONContent[] {
	const nodes: JSONContent[] = [];
	let from = 0;
	const plain = (until: number): void => {
		const words = french(text.slice(from, until));
		if (words !== '') nodes.push(textNode(words, marks));
	};
	for (const found of text.matchAll(MARKED)) {
		plain(found.index);
		from = found.index + found[0].length;
		const [, bold, italic, highlight, words, href] = found;
		if (bold !== undefined) nodes.push(...inlineNodes(bold, [...marks, { type: 'bold' }]));
		else if (italic !== undefined) nodes.push(...inlineNodes(italic, [...marks, { type: 'italic' }]));
		else if (highlight !== undefined)
			nodes.push(...inlineNodes(highlight, [...marks, { type: 'highlight' }]));
		else nodes.push(...inlineNodes(words ?? '', [...marks, { type: 'link', attrs: { href } }]));
	}
	plain(text.length);
	return nodes;
}

function textNode(text: string, marks: readonly Mark[]): JSONContent {
	return marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks: [...marks] };
}

const inParagraph = (text: string): JSONContent => ({ type: 'paragraph', content: inlineNodes(text) });
const item = (text: string): JSONContent => ({ type: 'listItem', content: [inParagraph(text)] });

/** A block as a node of the editor. */
function blockNode(block: Block): JSONContent {
	switch (block.kind) {
		case 'heading':
			return { type: 'heading', attrs: { level: SUBHEADING_LEVEL }, content: inlineNodes(block.text) };
		case 'paragraph':
			return inParagraph(block.text);
		case 'bullets':
			return { type: 'bulletList', content: block.items.map(item) };
		case 'numbers':
			return { type: 'orderedList', content: block.items.map(item) };
		case 'tasks':
			return {
				type: 'taskList',
				content: block.items.map(({ text, done }) => ({
					type: 'taskItem',
					attrs: { checked: done },
					content: [inParagraph(text)],
				})),
			};
		case 'quote':
			return { type: 'blockquote', content: [inParagraph(block.text)] };
		case 'table':
			return {
				type: 'table',
				content: [
					tableRow('tableHeader', block.head),
					...block.rows.map((row) => tableRow('tableCell', row)),
				],
			};
	}
}

function tableRow(type: 'tableHeader' | 'tableCell', cells: readonly string[]): JSONContent {
	return { type: 'tableRow', content: cells.map((cell) => ({ type, content: [inParagraph(cell)] })) };
}

/**
 * Blocks as shared elements that belong to no document yet, in the very form that the editor's binding gives them.
 * @throws RangeError when the editor's schema does not know one
 */
export function sharedBlocks(blocks: readonly Block[], schema: Schema): Y.XmlElement[] {
	const json: JSONContent = { type: 'doc', content: blocks.map(blockNode) };
	schema.nodeFromJSON(json).check();
	const scratch = new Y.Doc();
	const fragment = prosemirrorJSONToYXmlFragment(schema, json, scratch.getXmlFragment('content'));
	const elements = fragment.toArray().flatMap((node) => (node instanceof Y.XmlElement ? [node.clone()] : []));
	scratch.destroy();
	return elements;
}
