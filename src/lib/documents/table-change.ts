import { PluginKey, type EditorState, type Plugin, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** What one may do to the table one is in. */
export type TableChange =
	| 'addRowBefore'
	| 'addRowAfter'
	| 'addColumnBefore'
	| 'addColumnAfter'
	| 'toggleHeaderRow'
	| 'mergeOrSplit'
	| 'deleteRow'
	| 'deleteColumn'
	| 'deleteTable'
	| 'writeBefore'
	| 'writeAfter';

interface Place {
	state: EditorState;
	dispatch?: (tr: Transaction) => void;
}

/** The code of tables, which is a tenth of the editor's. */
export interface TableSteps {
	/** What selects cells, and keeps a table even. */
	readonly editing: Plugin;
	change(change: TableChange, place: Place): boolean;
	/** To the next cell or the one before; a new row after the last. */
	toCell(by: 1 | -1, view: EditorView): boolean;
}

/** The state of a selection of cells: before the code of tables has come there is none. */
export const cellsKey = new PluginKey<number | null>('tableCells');
