import { createSubscriber } from 'svelte/reactivity';
import type { PersonPresent } from '#lib/collaboration/presence.ts';
import type { CommentThreads } from '#lib/documents/comments/comment-threads.svelte.ts';
import type { ActionSuggestions } from './action-suggestions.svelte.ts';
import { compareActions, numberActions, type Action } from './action.rules.ts';
import { peopleByAction, setOf, type PersonOnAction } from './lookup.ts';
import { PROPOSITIONS, type Proposition } from './proposition.catalogue.ts';
import { PlanNames, type NamesData } from './plan.names.svelte.ts';
import { findByAddress, isFiltering, NO_FILTER, planFilterTest, type PlanFilter } from './plan.rules.ts';
import type { PlanEditor } from './plan.editor.ts';
import type { LiveRow, PlanRows } from './plan.rows.ts';
import type { unreadByAction } from './unread.rules.ts';

/** Columns of the table, which are also fields that one edits there. */
export const COLUMNS = ['title', 'status', 'leadOrganisationId', 'dueOn', 'progress', 'budgetCents'] as const;
export type Column = (typeof COLUMNS)[number];

/** Beyond this many, groups come folded: nobody reads so long a page, and the first view stays light. */
const MANY_ACTIONS = 200;

/** An action as the page shows it: as projected first, then live; who reads `action` is drawn again when it changes. */
export class RowView {
	readonly id: string;
	readonly #read: () => Action;
	readonly #subscribe: () => void;

	constructor(source: Action | LiveRow) {
		this.id = source.id;
		if ('map' in source) {
			this.#read = () => source.action;
			this.#subscribe = createSubscriber((update) => source.onChange(update));
		} else {
			this.#read = () => source;
			this.#subscribe = () => undefined;
		}
	}

	get action(): Action {
		this.#subscribe();
		return this.#read();
	}
}

export interface Group {
	proposition: Proposition;
	/** What the filter keeps. */
	rows: readonly RowView[];
	/** All of the proposition's: what its totals count. */
	all: readonly RowView[];
}

/** The state of the plan's page: rows, what is asked for, who is where, what is being edited. */
export class PlanView {
	readonly names: PlanNames;
	readonly today: string;
	readonly myOrganisationIds: readonly string[];
	/** Set while the live document is open and this person may write in it. */
	editor = $state.raw<PlanEditor | null>(null);
	/** What people propose for the fields of actions, once it has been asked for. */
	suggestions = $state.raw<ActionSuggestions | null>(null);
	/** What is said of the actions, once it has been asked for. */
	comments = $state.raw<CommentThreads | null>(null);
	/** How many threads of each action are unread: as the page came, then as its comments say. */
	readonly unread = $derived.by(() =>
		this.comments?.isKnown === true ? (this.countUnread?.(this.comments.threads) ?? {}) : this.#unread,
	);
	/** Comes with the code of comments. */
	countUnread = $state.raw<typeof unreadByAction | null>(null);
	readonly #unread: Readonly<Record<string, number>>;
	filter = $state.raw<PlanFilter>(NO_FILTER);
	people = $state.raw<readonly PersonPresent[]>([]);
	/** Number or id of the open action, as the address says. */
	address = $state.raw<string | null>(null);
	/** The action that was opened under these addresses: its number may change while it is open. */
	#held = $state.raw<{ addresses: readonly string[]; id: string } | null>(null);
	editing = $state.raw<{ id: string; column: Column } | null>(null);
	/** Propositions folded (or unfolded) by this person. */
	#folded = $state.raw<ReadonlySet<number>>(setOf([]));
	#stored = $state.raw<readonly RowView[]>([]);
	#live = $state.raw<PlanRows | null>(null);
	#subscribeOrder: () => void = () => undefined;
	readonly #views = new WeakMap<LiveRow, RowView>();

	constructor(
		data: NamesData & {
			actions: readonly Action[];
			today: string;
			myOrganisationIds: readonly string[];
			unread: Readonly<Record<string, number>>;
		},
	) {
		this.names = new PlanNames(data);
		this.today = data.today;
		this.#unread = data.unread;
		this.myOrganisationIds = data.myOrganisationIds;
		this.#stored = [...data.actions].sort(compareActions).map((action) => new RowView(action));
		if (data.actions.length > MANY_ACTIONS) this.#folded = setOf(PROPOSITIONS.map(({ number }) => number));
	}

	/** From now on the rows are the live document's. @returns what undoes it */
	attach(rows: PlanRows): () => void {
		this.#subscribeOrder = createSubscriber((update) => rows.onOrder(update));
		this.#live = rows;
		return () => {
			// What was last seen stays on the screen while another session opens.
			this.#stored = rows.order.map((row) => new RowView(row.action));
			this.#live = null;
		};
	}

	readonly rows: readonly RowView[] = $derived.by(() => {
		const live = this.#live;
		if (live === null) return this.#stored;
		this.#subscribeOrder();
		return live.order.map((row) => this.#viewOf(row));
	});

	/** « 5.3 » by id. */
	readonly numbers: ReadonlyMap<string, string> = $derived.by(() => {
		const live = this.#live;
		if (live === null) return numberActions(this.#stored.map((row) => row.action));
		this.#subscribeOrder();
		return live.numbers;
	});

	/** The open action; null when there is none, or none of that address. */
	readonly selectedId: string | null = $derived.by(() => {
		const address = this.address;
		if (address === null) return null;
		const held = this.#held;
		return held?.addresses.includes(address) ? held.id : findByAddress(address, this.numbers);
	});

	/** Keeps an action open under this address and those it has had, whatever the numbers become. */
	hold(id: string, address: string): void {
		const before = this.#held?.id === id ? this.#held.addresses : [];
		if (!before.includes(address)) this.#held = { id, addresses: [...before, address] };
	}

	readonly isFiltering = $derived(isFiltering(this.filter));

	/** What the filter keeps, in order; nothing of an action is read when nothing is asked. */
	readonly kept: readonly RowView[] = $derived.by(() => {
		if (!this.isFiltering) return this.rows;
		const test = planFilterTest(this.filter, {
			today: this.today,
			myOrganisationIds: this.myOrganisationIds,
			searchedText: (action) => this.searchedText(action),
		});
		return this.rows.filter((row) => test(row.action));
	});

	readonly #grouped: readonly Group[] = $derived.by(() => {
		const kept = setOf(this.kept);
		return PROPOSITIONS.map((proposition) => {
			const all = this.rows.filter((row) => this.#propositionOf(row) === proposition.number);
			return { proposition, all, rows: all.filter((row) => kept.has(row)) };
		}).filter((group) => !this.isFiltering || group.rows.length > 0);
	});

	#frozen: readonly Group[] | null = null;
	/** The table's groups. While a cell is being edited rows stay where they are: moving one would take its caret away. */
	readonly groups: readonly Group[] = $derived.by(() => {
		const now = this.#grouped;
		if (this.editing === null) this.#frozen = now;
		return this.#frozen ?? now;
	});

	readonly #peopleByAction = $derived(peopleByAction(this.people));

	/** Others on an action, those who edit it first. */
	peopleOn(id: string): readonly PersonOnAction[] {
		const people = this.#peopleByAction.get(id) ?? NOBODY;
		return people.length < 2
			? people
			: people.toSorted((left, right) => Number(left.field === null) - Number(right.field === null));
	}

	row(id: string | null): RowView | null {
		return id === null ? null : (this.rows.find((row) => row.id === id) ?? null);
	}

	isFolded(proposition: number): boolean {
		return this.#folded.has(proposition) && !this.isFiltering;
	}

	fold(proposition: number, folded: boolean): void {
		const others = [...this.#folded].filter((one) => one !== proposition);
		this.#folded = setOf(folded ? [...others, proposition] : others);
	}

	get hasFolded(): boolean {
		return this.#folded.size > 0 && !this.isFiltering;
	}

	unfoldAll(): void {
		this.#folded = setOf([]);
	}

	/** Everything a search looks at. */
	searchedText(action: Action): string {
		const organisations = [action.leadOrganisationId ?? [], action.partnerOrganisationIds].flat();
		return [
			this.numbers.get(action.id),
			action.title,
			action.objective,
			action.obstacles,
			action.measure,
			...organisations.map((id) => this.names.organisation(id)),
			...action.communeCodes.map((code) => this.names.place(code)),
			...action.intercommunalityCodes.map((code) => this.names.place(code)),
			...action.milestones.map(({ title }) => title),
		].join(' ');
	}

	/** The order is known anew whenever a proposition changes: reading it here must not bind the list to every row. */
	#propositionOf(row: RowView): number {
		return Number(this.numbers.get(row.id)?.split('.')[0]);
	}

	#viewOf(source: LiveRow): RowView {
		const known = this.#views.get(source);
		if (known !== undefined) return known;
		const view = new RowView(source);
		this.#views.set(source, view);
		return view;
	}
}

const NOBODY: readonly PersonOnAction[] = [];
