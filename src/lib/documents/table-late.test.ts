import { EditorState, TextSelection } from '@tiptap/pm/state';
import { CellSelection, tableEditingKey } from '@tiptap/pm/tables';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import { documentSchema } from './document.schema.ts';
import { cellsKey } from './table-change.ts';
import { LateTables, lateTableEditing } from './table-late.ts';

const schema = documentSchema();
const cell = (text: string) => ({
	type: 'tableCell',
	content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});
const row = (...cells: string[]) => ({ type: 'tableRow', content: cells.map(cell) });

/** A text with a table that two people have made uneven, the caret in its first cell. */
function opened(late: LateTables): EditorState {
	const doc = schema.nodeFromJSON({
		type: 'doc',
		content: [{ type: 'table', content: [row('a', 'b'), row('c')] }],
	});
	return EditorState.create({
		doc,
		selection: TextSelection.create(doc, 4),
		plugins: [lateTableEditing(late)],
	});
}

function cellsOf(state: EditorState): number[] {
	const counts: number[] = [];
	state.doc.firstChild?.forEach((one) => counts.push(one.childCount));
	return counts;
}

describe('the code of tables comes when one goes to a table', () => {
	test('what is asked before it has come is done once it has, and once only', async () => {
		const late = new LateTables();
		const done: boolean[] = [];
		const ask = () =>
			late.run((_steps, isLater) => {
				done.push(isLater);
				return true;
			});
		expect(ask()).toBe(true);
		expect(done).toEqual([]);
		await late.load();
		expect(done).toEqual([true]);
		ask();
		expect(done).toEqual([true, false]);
	});

	test('before it, a text with a table is written as it is; after it, who writes mends the table', async () => {
		const late = new LateTables();
		const before = opened(late).applyTransaction(opened(late).tr.insertText('x', 4)).state;
		expect(cellsOf(before)).toEqual([2, 1]);
		await late.load();
		const start = opened(late);
		expect(cellsOf(start.applyTransaction(start.tr.insertText('x', 4)).state)).toEqual([2, 2]);
		const received = start.tr.insertText('x', 4).setMeta(ySyncPluginKey, { isChangeOrigin: true });
		expect(cellsOf(start.applyTransaction(received).state)).toEqual([2, 1]);
	});

	test('a selection of cells stands in the plugin that was there before it', async () => {
		const late = new LateTables();
		const start = opened(late);
		expect(cellsKey.getState(start)).toBeNull();
		const steps = await late.load();
		const begun = start.apply(start.tr.setMeta(tableEditingKey, 2));
		expect(cellsKey.getState(begun)).toBe(2);
		expect(tableEditingKey.getState(begun)).toBe(2);
		const both = begun.apply(begun.tr.setSelection(CellSelection.create(begun.doc, 2, 7)));
		let joined: EditorState | null = null;
		steps.change('mergeOrSplit', { state: both, dispatch: (tr) => (joined = both.apply(tr)) });
		expect(joined === null ? [] : cellsOf(joined)[0]).toBe(1);
	});
});
