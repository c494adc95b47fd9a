import { Node } from '@tiptap/core';
import type { DOMOutputSpec, Node as ProseMirrorNode, Schema } from '@tiptap/pm/model';
import { TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { TableChange } from './table-change.ts';
import { LateTables, lateTableEditing } from './table-late.ts';
import type { Rendered } from './text-blocks.ts';

declare module '@tiptap/core' {
	interface Commands<ReturnType> {
		table: {
			/** A table with a row of titles, the first of which is selected. */
			insertTable: () => ReturnType;
			changeTable: (change: TableChange) => ReturnType;
		};
	}
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

/** An empty line at the end of the text, with the caret in it or not. */
export function addLineBelow(tr: Transaction, { withCaret = false } = {}): true {
	const end = tr.doc.content.size;
	tr.insert(end, tr.doc.type.schema.nodeFromJSON({ type: 'paragraph' }));
	if (withCaret) tr.setSelection(TextSelection.create(tr.doc, end + 1));
	return true;
}

/** Whether the caret is on the last line of the last row of a table that ends the text. */
function isAtTheEndOfLastTable(view: EditorView): boolean {
	const { $head, empty } = view.state.selection;
	const table = view.state.doc.lastChild;
	if (!empty || table?.type.name !== 'table' || $head.node(1) !== table) return false;
	return $head.index(1) === table.childCount - 1 && view.endOfTextblock('down');
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

export const Table = Node.create<object, { late: LateTables }>({
	name: 'table',
	group: 'block',
	content: 'tableRow+',
	isolating: true,
	extendNodeSchema: (extension) => ({ tableRole: ROLES[extension.name] }),
	parseHTML: () => [{ tag: 'table' }],
	renderHTML: (): DOMOutputSpec => ['table', ['tbody', 0]],
	addStorage: () => ({ late: new LateTables() }),
	addCommands() {
		const { late } = this.storage;
		return {
			insertTable:
				() =>
				({ tr, dispatch, editor }) => {
					if (dispatch === undefined) return true;
					const at = tr.selection.from;
					tr.replaceSelectionWith(emptyTable(editor.schema));
					// Below a table that ends the text there would be nowhere to go on.
					if (tr.doc.lastChild?.type === this.type) addLineBelow(tr);
					const { $from } = TextSelection.near(tr.doc.resolve(at + 1));
					tr.setSelection(TextSelection.create(tr.doc, $from.start(), $from.end())).scrollIntoView();
					return true;
				},
			changeTable:
				(change) =>
				({ editor, state, dispatch }) =>
					late.run((steps, isLater) => steps.change(change, isLater ? editor.view : { state, dispatch })),
		};
	},
	addKeyboardShortcuts() {
		return {
			Tab: ({ editor }) => this.storage.late.toCell(1, editor),
			'Shift-Tab': ({ editor }) => this.storage.late.toCell(-1, editor),
			ArrowDown: ({ editor }) =>
				isAtTheEndOfLastTable(editor.view) &&
				editor.commands.command(({ tr }) => addLineBelow(tr.scrollIntoView(), { withCaret: true })),
		};
	},
	addProseMirrorPlugins() {
		return [lateTableEditing(this.storage.late)];
	},
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
