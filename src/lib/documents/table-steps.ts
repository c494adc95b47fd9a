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
	tableEditingKey,
	toggleHeaderRow,
} from '@tiptap/pm/tables';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { cellsKey, type TableChange, type TableSteps } from './table-change.ts';

/** What one may do to the table one is in. */
const CHANGES: Readonly<Record<TableChange, Command>> = {
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
};

/** The code of tables: it comes when somebody goes to write in one. */
export function tableSteps(): TableSteps {
	// Their code finds what it knows of a selection of cells in the plugin that stood there before it came.
	Object.assign(tableEditingKey, cellsKey);
	return {
		editing: editingByWriters(),
		change: (change, { state, dispatch }) => CHANGES[change](state, dispatch),
		toCell: (by, view) => {
			if (goToNextCell(by)(view.state, view.dispatch)) return true;
			return by === 1 && addRowAfter(view.state, view.dispatch) && goToNextCell(1)(view.state, view.dispatch);
		},
	};
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
