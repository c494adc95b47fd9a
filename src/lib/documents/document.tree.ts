import type { Node as ProseMirrorNode, Schema } from '@tiptap/pm/model';
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { contentOf, outlineOf } from './document.content.ts';
import { rootNode } from './preserve-content.ts';
import { takeOutUnreadable } from './readable.content.ts';

/** A document as elements and text, drawn by `DocumentText.svelte` before any script: no HTML in a string anywhere. */
export type TextTree = string | { tag: string; attributes: Record<string, string>; children: TextTree[] };

/**
 * What a reader sees of a document, from the schema's own rendering. Works on `doc` as it is: give it a copy, since reading a
 * text through the editor's schema may mend it.
 */
export function textTreeOf(doc: Y.Doc, schema: Schema): TextTree[] {
	const fragment = contentOf(doc);
	takeOutUnreadable(fragment);
	const ids = new Map(outlineOf(fragment).map((entry, index) => [index, entry.id]));
	const root = yXmlFragmentToProseMirrorRootNode(fragment, schema);
	let heading = 0;
	const notes = { count: 0 };
	const blocks: TextTree[] = [];
	root.forEach((block) => {
		const tree = drawn(rootNode(block), notes);
		if (block.type.name === 'heading' && typeof tree !== 'string') {
			const id = ids.get(heading);
			if (id !== undefined) tree.attributes.id = id;
			heading += 1;
		}
		blocks.push(tree);
	});
	return blocks;
}

function drawn(node: ProseMirrorNode, notes: { count: number }): TextTree {
	if (node.isText) return withMarks(node, node.text ?? '');
	const render = node.type.spec.toDOM;
	const inside: TextTree[] = [];
	node.forEach((child) => inside.push(drawn(child, notes)));
	// An empty line keeps its height, as in the editor.
	if (node.isTextblock && inside.length === 0) inside.push({ tag: 'br', attributes: {}, children: [] });
	const tree = render === undefined ? '' : fromSpec(render(node), inside);
	if (node.type.name === 'footnote' && typeof tree !== 'string')
		tree.children.push(String((notes.count += 1)));
	return withMarks(node, tree);
}

function withMarks(node: ProseMirrorNode, tree: TextTree): TextTree {
	return node.marks.reduceRight<TextTree>((inner, mark) => {
		const render = mark.type.spec.toDOM;
		return render === undefined ? inner : fromSpec(render(mark, true), [inner]);
	}, tree);
}

/** The array form of a rendering: `[tag, attributes?, ...children]`, where 0 is the place of the content. */
function fromSpec(spec: unknown, inside: TextTree[]): TextTree {
	if (typeof spec === 'string') return spec;
	if (!Array.isArray(spec)) return '';
	const [tag, ...rest]: unknown[] = spec;
	const attributes: Record<string, string> = {};
	const children: TextTree[] = [];
	rest.forEach((part, index) => {
		if (index === 0 && isAttributes(part)) Object.assign(attributes, plainAttributes(part));
		else if (part === 0) children.push(...inside);
		else if (typeof part === 'string' || Array.isArray(part)) {
			children.push(fromSpec(part, inside));
		}
	});
	return { tag: String(tag), attributes, children };
}

function isAttributes(part: unknown): part is Record<string, unknown> {
	return typeof part === 'object' && part !== null && !Array.isArray(part);
}

function plainAttributes(attributes: Record<string, unknown>): Record<string, string> {
	const plain: Record<string, string> = {};
	for (const [name, value] of Object.entries(attributes)) {
		if (value !== null && value !== undefined) plain[name] = String(value);
	}
	return plain;
}
