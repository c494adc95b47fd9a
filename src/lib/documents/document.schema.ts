import { Mark, getSchema, mergeAttributes, resolveExtensions, type Extensions } from '@tiptap/core';
import { Highlight } from '@tiptap/extension-highlight';
import { BulletList, ListItem, ListKeymap, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import type { Node as ProseMirrorNode, Schema } from '@tiptap/pm/model';
import { StarterKit } from '@tiptap/starter-kit';
import { safeHref } from './link.rules.ts';
import { PreserveUnknown, UnknownBlock, UnknownMark, preserveUnknown } from './preserve-content.ts';

/**
 * What a document may hold: the one list shared by the editor and the server. Change it by adding only, and raise
 * `CURRENT_SCHEMA_VERSION`: an older page then reads and never writes.
 *
 * Containers accept any blocks, even none: what two people delete at once must never make a whole that the binding
 * would throw away. Writing in an emptied container is mended by the editor, where somebody types (`WritableContainers`).
 */

/** A link says an address and nothing else: no target, class or script may come from a document. */
const Link = Mark.create({
	name: 'link',
	priority: 1_000,
	keepOnSplit: false,
	exitable: true,
	inclusive: false,
	addAttributes: () => ({
		href: { default: null, parseHTML: (element: HTMLElement) => safeHref(element.getAttribute('href')) },
	}),
	parseHTML: () => [
		{
			tag: 'a[href]',
			getAttrs: (element: HTMLElement) => (safeHref(element.getAttribute('href')) === null ? false : null),
		},
	],
	renderHTML({ HTMLAttributes }) {
		const href = safeHref(HTMLAttributes.href);
		return href === null ? ['span', {}, 0] : ['a', { href, rel: 'noopener noreferrer nofollow' }, 0];
	},
});

/** Below the page's own title: the first level is an `h2`. */
const HEADING_TAGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;
const HEADING_LEVELS = 3;

function headingLevel(tag: string, element: HTMLElement): number {
	const own = Number(element.dataset.level);
	const level = Number.isInteger(own) && own > 0 ? own : HEADING_TAGS.findIndex((one) => one === tag) + 1;
	return Math.min(Math.max(level, 1), HEADING_LEVELS);
}

const starter = resolveExtensions([
	StarterKit.configure({
		heading: { levels: [1, 2, 3] },
		bulletList: false,
		code: false,
		codeBlock: false,
		link: false,
		listItem: false,
		listKeymap: false,
		orderedList: false,
		underline: false,
		// The shared history undoes one's own edits only; a trailing paragraph would be written by merely opening.
		undoRedo: false,
		trailingNode: false,
		dropcursor: { color: false, class: 'drop-cursor' },
	}),
]);

type Rendered = { node: ProseMirrorNode; HTMLAttributes: Record<string, unknown> };

function permissive(extensions: Extensions): Extensions {
	// The kit itself is left out: it would add its members a second time.
	const members = extensions.filter((extension) => extension.name !== 'starterKit');
	return members.map((extension) => {
		if (extension.name === 'blockquote') return extension.extend({ content: 'block*' });
		if (extension.name !== 'heading') return extension;
		return extension.extend({
			parseHTML: () =>
				HEADING_TAGS.map((tag) => ({
					tag,
					getAttrs: (element: HTMLElement) => ({ level: headingLevel(tag, element) }),
				})),
			renderHTML({ node, HTMLAttributes }: Rendered) {
				const level = Math.min(Math.max(Number(node.attrs.level) || 1, 1), HEADING_LEVELS);
				return [`h${level + 1}`, mergeAttributes(HTMLAttributes, { 'data-level': level }), 0];
			},
		});
	});
}

/** The extensions that make the schema, with their commands and keys; the editor adds what is its own. */
export function documentExtensions(): Extensions {
	return [
		PreserveUnknown,
		UnknownBlock,
		UnknownMark,
		...permissive(starter),
		Link,
		Highlight,
		BulletList.extend({ content: 'listItem*' }),
		OrderedList.extend({ content: 'listItem*' }),
		ListItem.extend({ content: 'block*' }),
		TaskList.extend({ content: 'taskItem*' }),
		TaskItem.extend({ content: 'block*' }).configure({
			nested: true,
			a11y: {
				checkboxLabel: (node) => `Fait : ${node.textContent === '' ? 'tâche sans texte' : node.textContent}`,
			},
		}),
		ListKeymap,
		Table.extend({ content: 'tableRow*' }).configure({ renderWrapper: true }),
		TableRow,
		TableCell.extend({ content: 'block*' }),
		TableHeader.extend({ content: 'block*' }),
	];
}

/** The schema alone, for the server and for tests: the same as the editor's. */
export function documentSchema(): Schema {
	return preserveUnknown(getSchema(documentExtensions()));
}
