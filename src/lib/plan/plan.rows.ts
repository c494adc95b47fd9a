import * as Y from 'yjs';
import { isId } from '#lib/identifiers.ts';
import { compareActions, numberActions, type Action } from './action.rules.ts';
import { actionsOf, readAction, type ActionMap } from './plan.content.ts';
import { fieldOfKey } from './plan.keys.rules.ts';

type Listener = () => void;

/** Keys of one action that changed, and by which transaction. */
export type FieldsChanged = (change: {
	row: LiveRow;
	keys: ReadonlySet<string>;
	transaction: Y.Transaction;
}) => void;

/** Fields that place an action in the table. */
const PLACING = ['proposition', 'rank'] as const;

/** One action of the live plan: its values are read again only after it has changed, and only its readers are told. */
export class LiveRow {
	readonly id: string;
	readonly map: ActionMap;
	readonly #listeners = new Set<Listener>();
	#values: Action | null = null;

	constructor(id: string, map: ActionMap) {
		this.id = id;
		this.map = map;
	}

	/** The values now; the same object until something changes. */
	get action(): Action {
		return (this.#values ??= readAction(this.id, this.map));
	}

	onChange(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Forgets what was read and tells the readers. */
	changed(): void {
		this.#values = null;
		for (const listener of [...this.#listeners]) listener();
	}
}

/**
 * The actions of a live document, one `LiveRow` each, for as long as the action exists. A change inside an action reaches
 * that row alone; who shows the list hears only of what comes, goes or moves.
 */
export class PlanRows {
	readonly #actions: Y.Map<unknown>;
	readonly #rows = new Map<string, LiveRow>();
	readonly #stops = new Map<string, () => void>();
	readonly #orderListeners = new Set<Listener>();
	readonly #fieldListeners = new Set<FieldsChanged>();
	#order: readonly LiveRow[] | null = null;
	#numbers: ReadonlyMap<string, string> | null = null;

	constructor(doc: Y.Doc) {
		this.#actions = actionsOf(doc);
		for (const id of this.#actions.keys()) this.#take(id);
		this.#actions.observe(this.#listChanged);
	}

	/** The actions in the order of the plan; the same array until something comes, goes or moves. */
	get order(): readonly LiveRow[] {
		return (this.#order ??= [...this.#rows.values()].sort((left, right) =>
			compareActions(left.action, right.action),
		));
	}

	/** « 5.3 » by id. */
	get numbers(): ReadonlyMap<string, string> {
		return (this.#numbers ??= numberActions(this.order.map((row) => row.action)));
	}

	get(id: string): LiveRow | undefined {
		return this.#rows.get(id);
	}

	/** Told when an action comes, goes or moves. */
	onOrder(listener: Listener): () => void {
		this.#orderListeners.add(listener);
		return () => this.#orderListeners.delete(listener);
	}

	/** Told of the fields of an action that change, by anybody. */
	onFields(listener: FieldsChanged): () => void {
		this.#fieldListeners.add(listener);
		return () => this.#fieldListeners.delete(listener);
	}

	close(): void {
		this.#actions.unobserve(this.#listChanged);
		for (const stop of this.#stops.values()) stop();
		this.#stops.clear();
		this.#orderListeners.clear();
		this.#fieldListeners.clear();
	}

	#listChanged = (event: Y.YMapEvent<unknown>): void => {
		for (const id of event.keysChanged) {
			this.#drop(id);
			this.#take(id);
		}
		this.#orderChanged();
	};

	#take(id: string): void {
		const map = this.#actions.get(id);
		if (!isId(id) || !(map instanceof Y.Map)) return;
		const row = new LiveRow(id, map);
		// Deep, but in one action only: partners, milestones and their fields are maps of their own.
		const observe = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void =>
			this.#rowChanged(row, { events, transaction });
		map.observeDeep(observe);
		this.#rows.set(id, row);
		this.#stops.set(id, () => map.unobserveDeep(observe));
	}

	#drop(id: string): void {
		this.#stops.get(id)?.();
		this.#stops.delete(id);
		this.#rows.delete(id);
	}

	#rowChanged(
		row: LiveRow,
		change: { events: Y.YEvent<Y.AbstractType<unknown>>[]; transaction: Y.Transaction },
	): void {
		const keys = new Set<string>();
		for (const event of change.events) {
			const inside = event.path[0];
			if (inside !== undefined) keys.add(fieldOfKey(String(inside)));
			else if (event instanceof Y.YMapEvent)
				for (const key of event.keysChanged) keys.add(fieldOfKey(String(key)));
		}
		// The editor of the description shows its own text: each letter there must not draw the row again.
		keys.delete('description');
		if (keys.size === 0) return;
		row.changed();
		if (PLACING.some((field) => keys.has(field))) this.#orderChanged();
		for (const listener of [...this.#fieldListeners])
			listener({ row, keys, transaction: change.transaction });
	}

	#orderChanged(): void {
		this.#order = null;
		this.#numbers = null;
		for (const listener of [...this.#orderListeners]) listener();
	}
}
