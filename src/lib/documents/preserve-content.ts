import { Extension, Mark, Node } from '@tiptap/core';
import type {
	Attrs,
	Fragment,
	Mark as ProseMirrorMark,
	Node as ProseMirrorNode,
	Schema,
} from '@tiptap/pm/model';
import { soundCallout } from './callout.rules.ts';
import { soundImage } from './image.rules.ts';
import { soundFigure } from './figure.rules.ts';
import { soundNote } from './footnote.rules.ts';

/**
 * The binding between Yjs and the editor deletes, for everybody, whatever the editor's schema cannot hold: an unknown node, an
 * unknown mark (with its text), a combination that two people made at once. Here such content becomes a placeholder of
 * the editor that stands for the shared one: it is shown, it stays where it is, and opening a document changes nothing.
 */

const UNKNOWN_BLOCK = 'unknownBlock';
const UNKNOWN_MARK = 'unknownMark';

/** Stands for a node that this version cannot show; its text can be read. */
export const UnknownBlock = Node.create({
	name: UNKNOWN_BLOCK,
	group: 'block',
	atom: true,
	addAttributes: () => ({ text: { default: '' } }),
	renderHTML: ({ node }) => [
		'div',
		{ class: 'unknown-block' },
		`Contenu que cette page ne sait pas afficher${node.attrs.text === '' ? '' : ` : ${node.attrs.text as string}`}`,
	],
});

/** Stands for a mark that this version does not know. */
export const UnknownMark = Mark.create({
	name: UNKNOWN_MARK,
	inclusive: false,
	addAttributes: () => ({ name: { default: '', rendered: false } }),
	renderHTML: () => ['span', {}, 0],
});

/** Makes the editor's schema keep what it does not know, before anything is bound to it. */
export const PreserveUnknown = Extension.create({
	name: 'preserveUnknown',
	onBeforeCreate() {
		preserveUnknown(this.editor.schema);
	},
});

/** Makes a schema answer with placeholders where it would throw for a name given as text, which only the binding does. */
export function preserveUnknown(schema: Schema): Schema {
	const makeNode = schema.node.bind(schema);
	const makeMark = schema.mark.bind(schema);
	schema.node = (type, attrs, content, marks) => {
		if (typeof type !== 'string') return makeNode(type, attrs, content, marks);
		try {
			return makeNode(type, soundAttributes(type, attrs), content, marks);
		} catch {
			return mended(schema, type, attrs, content) ?? makeNode(UNKNOWN_BLOCK, { text: textOf(content) });
		}
	};
	schema.mark = (type, attrs): ProseMirrorMark => {
		if (typeof type === 'string' && !Object.hasOwn(schema.marks, type)) {
			return makeMark(UNKNOWN_MARK, { name: type });
		}
		return makeMark(type, attrs);
	};
	return schema;
}

/**
 * A node as the first level of a text can hold it: what has no place there (an item without its list, a row without its table)
 * becomes a placeholder. The binding asks nobody there: it would have the editor bend such a node, for everybody, to where it fits.
 */
export function rootNode(node: ProseMirrorNode): ProseMirrorNode {
	const { topNodeType, nodes } = node.type.schema;
	if (topNodeType.contentMatch.matchType(node.type) !== null) return node;
	return nodes[UNKNOWN_BLOCK]?.create({ text: node.textContent }) ?? node;
}

/** A container that two people emptied at once, with the empty line it needs to be written in: in this page only. */
function mended(
	schema: Schema,
	name: string,
	attrs: Attrs | null | undefined,
	content: Fragment | ProseMirrorNode | readonly ProseMirrorNode[] | null | undefined,
): ProseMirrorNode | null {
	if (!Object.hasOwn(schema.nodes, name)) return null;
	try {
		return schema.nodes[name]?.createAndFill(soundAttributes(name, attrs), content) ?? null;
	} catch {
		return null;
	}
}

function textOf(content: Fragment | ProseMirrorNode | readonly ProseMirrorNode[] | null | undefined): string {
	if (content === null || content === undefined) return '';
	if ('textContent' in content) return content.textContent;
	if (Array.isArray(content))
		return content
			.map((node: ProseMirrorNode) => node.textContent)
			.join(' ')
			.trim();
	let text = '';
	(content as Fragment).forEach((node) => (text += `${node.textContent} `));
	return text.trim();
}

/** The largest span of a cell: one that says a billion would make every page compute a billion cells. */
const LARGEST_SPAN = 40;

/** Attributes that other programs may have written with any value, brought back to what the page can draw. */
function soundAttributes(type: string, attrs: Attrs | null | undefined): Attrs | null {
	if (attrs === null || attrs === undefined) return null;
	if (type === UNKNOWN_BLOCK) return { text: typeof attrs.text === 'string' ? attrs.text : '' };
	if (type === 'callout') return { ...attrs, kind: soundCallout(attrs.kind) };
	if (type === 'image') return { ...attrs, ...soundImage(attrs) };
	if (type === 'liveFigure') return { ...attrs, ...soundFigure(attrs) };
	if (type === 'footnote') return { ...attrs, ...soundNote(attrs) };
	if (type === 'heading') return { ...attrs, level: whole(attrs.level, 1, 3) };
	if (type === 'orderedList') return { ...attrs, start: whole(attrs.start, 1, 1_000_000) };
	if (type === 'tableCell' || type === 'tableHeader') {
		const colspan = whole(attrs.colspan, 1, LARGEST_SPAN);
		const rowspan = whole(attrs.rowspan, 1, LARGEST_SPAN);
		return { ...attrs, colspan, rowspan, colwidth: null };
	}
	return attrs;
}

function whole(value: unknown, least: number, most: number): number {
	const number = typeof value === 'number' ? Math.trunc(value) : Number.NaN;
	return Number.isNaN(number) ? least : Math.min(Math.max(number, least), most);
}
