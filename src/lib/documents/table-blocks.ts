import { Node } from '@tiptap/core';
import type { DOMOutputSpec, Node as ProseMirrorNode, Schema } from '@tiptap/pm/model';
import { Plugin, TextSelection, type Command, type EditorState, type Transaction } from '@tiptap/pm/state';
import {
	addColumnAfter,
	addColumnBefore,
	addRowAfter,
	addRowBefore,
	deleteColumn,
	deleteRow,
	deleteTable,
	goToNextCell,
	mergeCells,
	splitCell,
	tableEditing,
	toggleHeaderRow,
} from '@tiptap/pm/tables';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Rendered } from './text-blocks.ts';

/** What one may do to the table one is in. */
const CHANGES = {
	addRowBefore,
	addRowAfter,
	addColumnBefore,
	addColumnAfter,
	toggleHeaderRow,
	mergeOrSplit: (state, dispatch) => mergeCells(state, dispatch) || splitCell(state, dispatch),
	deleteRow,
	deleteColumn,
	deleteTable,
	writeBefore: (state, dispatch) => writeBeside('before', state, dispatch),
	writeAfter: (state, dispatch) => writeBeside('after', state, dispatch),
} satisfies Record<string, Command>;

export type TableChange = keyof typeof CHANGES;

declare module '@tiptap/core' {
	interface Commands<ReturnType> {
		table: {
			/** A table with a row of titles, the first of which is selected. */
			insertTable: () => ReturnType;
			changeTable: (change: TableChange) => ReturnType;
		};
	}
}

/** A line above or below a table: the only way out of one that begins or ends the document. */
function writeBeside(
	side: 'before' | 'after',
	state: EditorState,
	dispatch?: (tr: Transaction) => void,
): boolean {
	const { $from } = state.selection;
	for (let depth = $from.depth; depth > 0; depth -= 1) {
		if ($from.node(depth).type.name !== 'table') continue;
		const at = side === 'before' ? $from.before(depth) : $from.after(depth);
		const paragraph = state.schema.nodes.paragraph?.create();
		if (paragraph === undefined) return false;
		const { tr } = state;
		tr.insert(at, paragraph).setSelection(TextSelection.create(tr.doc, at + 1));
		dispatch?.(tr.scrollIntoView());
		return true;
	}
	return false;
}

const ROWS = 3;
const COLUMNS = 3;

function emptyTable(schema: Schema): ProseMirrorNode {
	const cell = (type: string, text?: string) => {
		const content = text === undefined ? [] : [{ type: 'text', text }];
		return { type, content: [{ type: 'paragraph', content }] };
	};
	// A title that says nothing yet is still one that can be read and replaced; an empty one is none.
	const titles = Array.from({ length: COLUMNS }, (_, index) => cell('tableHeader', `Colonne ${index + 1}`));
	const cells = Array.from({ length: COLUMNS }, () => cell('tableCell'));
	const rows = Array.from({ length: ROWS }, (_, index) => ({
		type: 'tableRow',
		content: index === 0 ? titles : cells,
	}));
	return schema.nodeFromJSON({ type: 'table', content: rows });
}

/** What each node is to the table commands. */
const ROLES: Readonly<Record<string, string>> = {
	table: 'table',
	tableRow: 'row',
	tableCell: 'cell',
	tableHeader: 'header_cell',
};

function spanOf(name: string): (element: HTMLElement) => number {
	return (element) => Math.max(Math.trunc(Number(element.getAttribute(name))) || 1, 1);
}

/** `colwidth` is what the table commands ask for; widths are the page's, never the text's. */
const cellAttributes = () => ({
	colspan: { default: 1, parseHTML: spanOf('colspan') },
	rowspan: { default: 1, parseHTML: spanOf('rowspan') },
	colwidth: { default: null, rendered: false },
});

function drawCell(tag: 'td' | 'th', { node }: Rendered): DOMOutputSpec {
	const spans: Record<string, string> = {};
	for (const name of ['colspan', 'rowspan']) {
		if (node.attrs[name] !== 1) spans[name] = String(node.attrs[name]);
	}
	return [tag, spans, 0];
}

/**
 * A table made uneven by two people at once is mended by who writes next, and by nobody else: if every page that
 * receives it added the missing cells, each would add them again for the others, without end.
 */
function editingByWriters(): Plugin {
	const plugin = tableEditing();
	const mend = plugin.spec.appendTransaction;
	return new Plugin({
		...plugin.spec,
		appendTransaction(transactions, before, after) {
			const changes = transactions.filter((one) => one.docChanged);
			const received =
				changes.length > 0 && changes.every((one) => one.getMeta(ySyncPluginKey)?.isChangeOrigin === true);
			return received ? null : mend?.call(plugin, transactions, before, after);
		},
	});
}

export const Table = Node.create({
	name: 'table',
	group: 'block',
	content: 'tableRow+',
	isolating: true,
	extendNodeSchema: (extension) => ({ tableRole: ROLES[extension.name] }),
	parseHTML: () => [{ tag: 'table' }],
	renderHTML: (): DOMOutputSpec => ['table', ['tbody', 0]],
	addCommands: () => ({
		insertTable:
			() =>
			({ tr, dispatch, editor }) => {
				if (dispatch === undefined) return true;
				const at = tr.selection.from;
				tr.replaceSelectionWith(emptyTable(editor.schema));
				const { $from } = TextSelection.near(tr.doc.resolve(at + 1));
				tr.setSelection(TextSelection.create(tr.doc, $from.start(), $from.end())).scrollIntoView();
				return true;
			},
		changeTable:
			(change) =>
			({ state, dispatch }) =>
				CHANGES[change](state, dispatch),
	}),
	addKeyboardShortcuts() {
		return {
			Tab: ({ editor }) => {
				if (!editor.isActive(this.name)) return false;
				if (goToNextCell(1)(editor.state, editor.view.dispatch)) return true;
				return (
					addRowAfter(editor.state, editor.view.dispatch) &&
					goToNextCell(1)(editor.state, editor.view.dispatch)
				);
			},
			'Shift-Tab': ({ editor }) => goToNextCell(-1)(editor.state, editor.view.dispatch),
		};
	},
	addProseMirrorPlugins: () => [editingByWriters()],
});

export const TableRow = Node.create({
	name: 'tableRow',
	content: '(tableCell | tableHeader)*',
	parseHTML: () => [{ tag: 'tr' }],
	renderHTML: (): DOMOutputSpec => ['tr', 0],
});

export const TableCell = Node.create({
	name: 'tableCell',
	content: 'block+',
	isolating: true,
	addAttributes: cellAttributes,
	parseHTML: () => [{ tag: 'td' }],
	renderHTML: (rendered: Rendered) => drawCell('td', rendered),
});

export const TableHeader = Node.create({
	name: 'tableHeader',
	content: 'block+',
	isolating: true,
	addAttributes: cellAttributes,
	parseHTML: () => [{ tag: 'th' }],
	renderHTML: (rendered: Rendered) => drawCell('th', rendered),
});
