import type * as Y from 'yjs';
import type { CellEdit } from './plan-import.cells.ts';
import { writeList } from './plan-import.lists.content.ts';
import { createAction, type NewAction } from './plan.new-action.content.ts';
import { findAction, readSet, setField } from './plan.content.ts';
import { setMember } from './plan.lists.content.ts';

/** Writes one cell of a file and nothing else: of a list, only the entries that come or go. @returns whether something was written */
export function writeCell(doc: Y.Doc, id: string, edit: CellEdit, origin: unknown): boolean {
	if (edit.kind === 'field') return setField(doc, { ...edit, id }, origin);
	if (edit.kind !== 'set') return writeList(doc, id, edit, origin);
	const held = new Set(readSet(findAction(doc, id)?.get(edit.field), edit.field));
	const asked = new Set(edit.keys);
	const changes = [
		...[...held].filter((key) => !asked.has(key)).map((key) => ({ key, member: false })),
		...[...asked].filter((key) => !held.has(key)).map((key) => ({ key, member: true })),
	];
	const written = changes.map((change) => setMember(doc, { id, field: edit.field, ...change }, origin));
	return written.includes(true);
}

/** A new action from the cells of a row; null without a title and a proposition. */
export function createFromCells(doc: Y.Doc, edits: readonly CellEdit[], origin: unknown): string | null {
	const values: Partial<NewAction> = Object.fromEntries(
		edits.flatMap((edit): [string, unknown][] => {
			if (edit.kind === 'field') return [[edit.field, edit.value]];
			return edit.kind === 'set' ? [[edit.field, edit.keys]] : [];
		}),
	);
	const { title, proposition } = values;
	if (title === undefined || proposition === undefined) return null;
	const id = createAction(doc, { ...values, title, proposition }, origin);
	for (const edit of funderLast(edits)) {
		if (edit.kind !== 'field' && edit.kind !== 'set') writeList(doc, id, edit, origin);
	}
	return id;
}

/** Lines of a budget come with their amounts: whoever gives them is written once they are there. */
function funderLast(edits: readonly CellEdit[]): CellEdit[] {
	const isLast = ({ kind }: CellEdit): number => Number(kind === 'funder');
	return edits.toSorted((one, other) => isLast(one) - isLast(other));
}
