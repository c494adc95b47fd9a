import { Mark, getSchema, mergeAttributes, resolveExtensions, type Extensions } from '@tiptap/core';
import { Highlight } from '@tiptap/extension-highlight';
import { BulletList, ListItem, ListKeymap, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import type { DOMOutputSpec, Node as ProseMirrorNode, Schema } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { StarterKit } from '@tiptap/starter-kit';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { safeHref } from './link.rules.ts';
import { PreserveUnknown, UnknownBlock, UnknownMark, preserveUnknown } from './preserve-content.ts';

/**
 * What a document may hold: the one list shared by the editor and the server. Change it by adding only, and raise
 * `CURRENT_SCHEMA_VERSION`: an older page then reads and never writes.
 *
 * Containers accept blocks in any order, so that what two people do at once rarely makes a combination that is refused;
 * `preserve-content.ts` keeps what remains.
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

function taskLabel(node: ProseMirrorNode): string {
	return `Fait : ${node.textContent === '' ? 'tâche sans texte' : node.textContent}`;
}

/** As the editor draws it, but for a box that nobody can tick where nobody can write. */
function renderTask({ node, HTMLAttributes }: Rendered): DOMOutputSpec {
	const checked = node.attrs.checked === true ? 'checked' : null;
	const box = { type: 'checkbox', disabled: 'disabled', checked, 'aria-label': taskLabel(node) };
	return [
		'li',
		mergeAttributes(HTMLAttributes, { 'data-type': 'taskItem' }),
		['label', ['input', box]],
		['div', 0],
	];
}

/**
 * A table made uneven by two people at once is mended by who writes in it next, and by nobody else: if every page that
 * receives it added the missing cells, each would add them again for the others, without end.
 */
const MendedTable = Table.extend({
	addProseMirrorPlugins() {
		return (this.parent?.() ?? []).map((plugin: Plugin) => {
			const mend = plugin.spec.appendTransaction;
			if (mend === undefined) return plugin;
			return new Plugin({
				...plugin.spec,
				appendTransaction(transactions, before, after) {
					const received = transactions.every((one) => one.getMeta(ySyncPluginKey)?.isChangeOrigin === true);
					return received ? null : mend.call(plugin, transactions, before, after);
				},
			});
		});
	},
});

/** The extensions that make the schema, with their commands and keys; the editor adds what is its own. */
export function documentExtensions(): Extensions {
	return [
		PreserveUnknown,
		UnknownBlock,
		UnknownMark,
		...permissive(starter),
		Link,
		Highlight,
		BulletList,
		OrderedList,
		ListItem.extend({ content: 'block+' }),
		TaskList,
		TaskItem.extend({ content: 'block+', renderHTML: renderTask }).configure({
			nested: true,
			a11y: { checkboxLabel: taskLabel },
		}),
		ListKeymap,
		MendedTable,
		TableRow,
		TableCell,
		TableHeader,
	];
}

/** The schema alone, for the server and for tests: the same as the editor's. */
export function documentSchema(): Schema {
	return preserveUnknown(getSchema(documentExtensions()));
}
