import { getSchema, mergeAttributes, type Extensions } from '@tiptap/core';
import { BulletList, ListItem, ListKeymap, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import type { DOMOutputSpec, Node as ProseMirrorNode, Schema } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { Dropcursor } from '@tiptap/extensions/drop-cursor';
import { Gapcursor } from '@tiptap/extensions/gap-cursor';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { PreserveUnknown, UnknownBlock, UnknownMark, preserveUnknown } from './preserve-content.ts';
import {
	Blockquote,
	Doc,
	HardBreak,
	Heading,
	HorizontalRule,
	Paragraph,
	Text,
	type Rendered,
} from './text-blocks.ts';
import { Bold, Highlight, Italic, Link, Strike } from './text-marks.ts';

/**
 * What a document may hold: the one list shared by the editor and the server. Change it by adding only, and raise
 * `CURRENT_SCHEMA_VERSION`: an older page then reads and never writes.
 *
 * Containers accept blocks in any order, so that what two people do at once rarely makes a combination that is refused;
 * `preserve-content.ts` keeps what remains.
 */

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
		Doc,
		Text,
		Paragraph,
		Heading,
		Blockquote,
		HardBreak,
		HorizontalRule,
		Bold,
		Italic,
		Strike,
		Highlight,
		Link,
		Gapcursor,
		Dropcursor.configure({ color: false, class: 'drop-cursor' }),
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
