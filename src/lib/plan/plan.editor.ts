import * as Y from 'yjs';
import { TYPED_FIELDS, type Action, type Milestone } from './action.rules.ts';
import type { SetField } from './action.values.rules.ts';
import {
	actionsOf,
	findAction,
	readAction,
	removeAction,
	setField,
	type ScalarField,
} from './plan.content.ts';
import { createAction, type NewAction } from './plan.new-action.content.ts';
import {
	addMilestone,
	moveMilestone,
	removeMilestone,
	setMember,
	setMilestone,
} from './plan.lists.content.ts';
import { moveAction, shiftAction } from './plan.order.content.ts';
import { addEntry, removeEntry, setEntry, setWait } from './plan.entry-edits.content.ts';
import type { ListEntry } from './plan.entries.content.ts';
import type { ListField } from './plan.keys.rules.ts';
import type { LiveRow, PlanRows } from './plan.rows.ts';

/** Somebody else's value took the place of one written here. */
export interface Replacement {
	actionId: string;
	field: ScalarField;
	mine: Action[ScalarField];
	theirs: Action[ScalarField];
	/** Yjs client of who wrote it; null when several people's edits came at once. */
	clientId: number | null;
}

/** After this long, a value that somebody else changes was read and accepted: there is nothing left to tell. */
const TOLD_WITHIN_MS = 10 * 60_000;

/** What one person does to the plan: every write in a transaction of their own, undone by them alone. */
export class PlanEditor {
	readonly doc: Y.Doc;
	readonly #rows: PlanRows;
	readonly #now: () => number;
	readonly #onReplaced: (replacement: Replacement) => void;
	readonly #written = new Map<string, { value: Action[ScalarField]; at: number }>();
	readonly #undo: Y.UndoManager;
	/** Each removal apart, by action, so that « Annuler » brings that action back even after other edits and other removals. */
	readonly #removals = new Map<string, Y.UndoManager>();
	readonly #stop: () => void;
	/** Marks the transactions of this editor, so that undoing touches no one else's. */
	readonly #origin = Symbol('plan editor');

	constructor(options: {
		doc: Y.Doc;
		rows: PlanRows;
		onReplaced: (replacement: Replacement) => void;
		now?: () => number;
	}) {
		this.doc = options.doc;
		this.#rows = options.rows;
		this.#onReplaced = options.onReplaced;
		this.#now = options.now ?? Date.now;
		this.#undo = this.#undoing(this.#origin);
		this.#stop = options.rows.onFields(({ row, keys, transaction }) =>
			this.#fieldsChanged(row, keys, transaction),
		);
	}

	/** @returns its id */
	create(values: NewAction): string {
		return createAction(this.doc, values, this.#origin);
	}

	setField<F extends ScalarField>(change: { id: string; field: F; value: Action[F] }): boolean {
		return setField(this.doc, change, this.#origin);
	}

	/** Both dates of an action as one edit, undone together. */
	setDates(change: { id: string; startsOn: string | null; dueOn: string | null }): void {
		const { id, startsOn, dueOn } = change;
		this.doc.transact(() => {
			this.setField({ id, field: 'startsOn', value: startsOn });
			this.setField({ id, field: 'dueOn', value: dueOn });
		}, this.#origin);
	}

	setMember(change: { id: string; field: SetField; key: string; member: boolean }): boolean {
		return setMember(this.doc, change, this.#origin);
	}

	/** Makes a set hold exactly `keys`, writing only what differs. */
	setMembers(change: { id: string; field: SetField; keys: readonly string[] }): void {
		const before = this.#rows.get(change.id)?.action[change.field] ?? [];
		const { id, field } = change;
		this.doc.transact(() => {
			for (const key of before)
				if (!change.keys.includes(key)) this.setMember({ id, field, key, member: false });
			for (const key of change.keys) this.setMember({ id, field, key, member: true });
		}, this.#origin);
	}

	addMilestone(added: { id: string; title: string; dueOn?: string | null }): string | null {
		return addMilestone(this.doc, added, this.#origin);
	}

	setMilestone(change: { id: string; milestoneId: string; values: Partial<Omit<Milestone, 'id'>> }): boolean {
		return setMilestone(this.doc, change, this.#origin);
	}

	moveMilestone(move: { id: string; milestoneId: string; index: number }): boolean {
		return moveMilestone(this.doc, move, this.#origin);
	}

	removeMilestone(removed: { id: string; milestoneId: string }): boolean {
		return removeMilestone(this.doc, removed, this.#origin);
	}

	addEntry<F extends ListField>(added: {
		id: string;
		field: F;
		values: Omit<ListEntry[F], 'id'>;
	}): string | null {
		return addEntry(this.doc, added, this.#origin);
	}

	setEntry<F extends ListField>(change: {
		id: string;
		field: F;
		entryId: string;
		values: Partial<Omit<ListEntry[F], 'id'>>;
	}): boolean {
		return setEntry(this.doc, change, this.#origin);
	}

	removeEntry(removed: { id: string; field: ListField; entryId: string }): boolean {
		return removeEntry(this.doc, removed, this.#origin);
	}

	/** « `id` waits for `on` », or no longer. Whoever asks has seen that it makes no ring. */
	setWait(wait: { id: string; on: string; waits: boolean }): boolean {
		return setWait(this.doc, wait, this.#origin);
	}

	move(move: { id: string; proposition: number; index: number }): boolean {
		return moveAction(this.doc, move, this.#origin);
	}

	/** One place up or down in its proposition. */
	shift(shift: { id: string; by: 1 | -1 }): boolean {
		return shiftAction(this.doc, shift, this.#origin);
	}

	remove(id: string): boolean {
		const origin = Symbol('plan removal');
		this.#undo.addTrackedOrigin(origin);
		this.#removals.get(id)?.destroy();
		this.#removals.set(id, this.#undoing(origin));
		return removeAction(this.doc, id, origin);
	}

	/** Brings back, whole, an action that this person removed. @returns whether it is there */
	restore(id: string): boolean {
		if (findAction(this.doc, id) === null) this.#removals.get(id)?.undo();
		return findAction(this.doc, id) !== null;
	}

	/** Undoes this person's last edit, and no one else's. @returns whether there was one */
	undo(): boolean {
		return this.#undo.undo() !== null;
	}

	redo(): boolean {
		return this.#undo.redo() !== null;
	}

	close(): void {
		this.#stop();
		this.#undo.destroy();
		for (const removal of this.#removals.values()) removal.destroy();
	}

	#undoing(origin: symbol): Y.UndoManager {
		return new Y.UndoManager(actionsOf(this.doc), { trackedOrigins: new Set([origin]), captureTimeout: 0 });
	}

	#fieldsChanged(row: LiveRow, keys: ReadonlySet<string>, transaction: Y.Transaction): void {
		const action = readAction(row.id, row.map);
		for (const field of TYPED_FIELDS) {
			if (!keys.has(field)) continue;
			const key = `${row.id} ${field}`;
			const value = action[field];
			if (transaction.local) {
				this.#written.set(key, { value, at: this.#now() });
				continue;
			}
			const own = this.#written.get(key);
			this.#written.delete(key);
			if (own === undefined || own.value === value || this.#now() - own.at > TOLD_WITHIN_MS) continue;
			const clientId = authorOf(transaction);
			this.#onReplaced({ actionId: row.id, field, mine: own.value, theirs: value, clientId });
		}
	}
}

/** The client whose structs a transaction brought; null when there are several, as after a time offline. */
export function authorOf(transaction: Y.Transaction): number | null {
	const authors: number[] = [];
	for (const [client, clock] of transaction.afterState) {
		if ((transaction.beforeState.get(client) ?? 0) < clock) authors.push(client);
	}
	return authors.length === 1 ? (authors[0] ?? null) : null;
}
