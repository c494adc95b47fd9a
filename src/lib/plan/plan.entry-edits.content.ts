import * as Y from 'yjs';
import { isId, newId } from '#lib/identifiers.ts';
import { MAX_ENTRIES } from './action.values.rules.ts';
import { findAction } from './plan.content.ts';
import { entriesOf, valuesOf, type ListEntry } from './plan.entries.content.ts';
import { entryKey, type ListField } from './plan.keys.rules.ts';

/** Adds a line of the budget or an obstacle. @returns its id, or null when the action is gone or the list full */
export function addEntry<F extends ListField>(
	doc: Y.Doc,
	added: { id: string; field: F; values: Omit<ListEntry[F], 'id'> },
	origin: unknown,
): string | null {
	const action = findAction(doc, added.id);
	if (action === null || entriesOf(action, added.field).length >= MAX_ENTRIES) return null;
	const id = newId();
	const values = valuesOf(added.field, { ...added.values });
	doc.transact(() => action.set(entryKey(added.field, id), new Y.Map(Object.entries(values))), origin);
	return id;
}

/** Writes the given fields of an entry, each on its own, and only those that change. @returns whether it was there */
export function setEntry<F extends ListField>(
	doc: Y.Doc,
	change: { id: string; field: F; entryId: string; values: Partial<Omit<ListEntry[F], 'id'>> },
	origin: unknown,
): boolean {
	const entry = findAction(doc, change.id)?.get(entryKey(change.field, change.entryId));
	if (!(entry instanceof Y.Map)) return false;
	const clean = valuesOf(change.field, { ...change.values });
	doc.transact(() => {
		for (const key of Object.keys(change.values)) {
			if (key in clean && entry.get(key) !== clean[key]) entry.set(key, clean[key]);
		}
	}, origin);
	return true;
}

export function removeEntry(
	doc: Y.Doc,
	removed: { id: string; field: ListField; entryId: string },
	origin: unknown,
): boolean {
	const action = findAction(doc, removed.id);
	const key = entryKey(removed.field, removed.entryId);
	if (!action?.has(key)) return false;
	doc.transact(() => action.delete(key), origin);
	return true;
}

/** « `id` waits for `on` », or no longer. Whoever asks has seen that it makes no ring. @returns whether something was written */
export function setWait(
	doc: Y.Doc,
	wait: { id: string; on: string; waits: boolean },
	origin: unknown,
): boolean {
	const action = findAction(doc, wait.id);
	const key = entryKey('waitsFor', wait.on);
	if (action === null || !isId(wait.on) || wait.on === wait.id) return false;
	if ((action.get(key) === true) === wait.waits) return false;
	doc.transact(() => {
		if (wait.waits) action.set(key, true);
		else action.delete(key);
	}, origin);
	return true;
}
