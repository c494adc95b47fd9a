import type * as Y from 'yjs';
import type { CellEdit } from './plan-import.cells.ts';
import { createAction, type NewAction } from './plan.new-action.content.ts';
import { findAction, readSet, setField } from './plan.content.ts';
import { setMember } from './plan.lists.content.ts';

/** Writes one cell of a file and nothing else: of a list, only the entries that come or go. @returns whether something was written */
export function writeCell(doc: Y.Doc, id: string, edit: CellEdit, origin: unknown): boolean {
	if (edit.kind === 'field') return setField(doc, { ...edit, id }, origin);
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
		edits.map((edit) => [edit.field, edit.kind === 'field' ? edit.value : edit.keys]),
	);
	const { title, proposition } = values;
	if (title === undefined || proposition === undefined) return null;
	return createAction(doc, { ...values, title, proposition }, origin);
}
