import { expect, test } from 'vitest';
import { RowSelection } from './row-selection.svelte.ts';

const ROWS = ['a', 'b', 'c', 'd', 'e'].map((id, at) => ({ id, version: at + 1, communeName: '' }));
const row = (id: string) => ROWS.find((one) => one.id === id) ?? { id, communeName: '' };
const idsOf = (selection: RowSelection) => selection.records(ROWS).map(({ id }) => id);

test('a row is ticked and unticked; a range goes from the row ticked last, both ways', () => {
	const selection = new RowSelection(10);
	selection.toggle(row('b'));
	selection.extendTo(row('d'), ROWS);
	expect(idsOf(selection)).toEqual(['b', 'c', 'd']);
	selection.extendTo(row('a'), ROWS);
	expect(idsOf(selection).toSorted()).toEqual(['a', 'b', 'c', 'd']);
	selection.toggle(row('c'));
	expect(selection.has('c')).toBe(false);
	selection.clear();
	selection.extendTo(row('e'), ROWS);
	expect(idsOf(selection)).toEqual(['e']);
});

test('no more than the bound is ticked', () => {
	const selection = new RowSelection(2);
	selection.add(ROWS);
	expect(idsOf(selection)).toEqual(['a', 'b']);
	selection.toggle(row('e'));
	expect(selection.size).toBe(2);
});

test('a record is sent by the version that the list shows now, or by that which was seen when it has left the list', () => {
	const selection = new RowSelection(10);
	selection.add([row('a'), row('b')]);
	expect(selection.records([{ id: 'a', version: 7, communeName: '' }])).toEqual([
		{ id: 'a', version: 7 },
		{ id: 'b', version: 2 },
	]);
});
