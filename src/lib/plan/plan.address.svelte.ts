import { untrack } from 'svelte';
import { planQuery, type PlanLook } from './plan.look.rules.ts';
import { addressOf, type PlanFilter } from './plan.rules.ts';
import type { PlanView } from './plan.view.svelte.ts';

/** A search follows the keys at once; its address, when they rest. */
const ADDRESS_PAUSE_MS = 400;

/** What an address of the plan says. */
export interface PlanPlace {
	/** Number or id of the open action. */
	action: string | null;
	filter: PlanFilter;
	look: PlanLook;
}

/** Changes the address. */
export type GoToPlace = (to: {
	number: string | null;
	filter: PlanFilter;
	look: PlanLook;
	replace?: boolean;
}) => void;

/**
 * The address of the plan, which carries the open action, the filter and the view: a copied link opens the same thing.
 * Made while a component starts: it holds effects.
 */
export class PlanAddress {
	/** « /64/plan ». */
	readonly base: string;
	look = $state.raw<PlanLook>('table');
	readonly #view: PlanView;
	readonly #read: () => PlanPlace;
	readonly #ongo: GoToPlace;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: { base: string; view: PlanView; read: () => PlanPlace; ongo: GoToPlace }) {
		this.base = options.base;
		this.#view = options.view;
		this.#read = options.read;
		this.#ongo = options.ongo;
		this.#take();
		$effect.pre(() => this.#take());
		$effect(() => this.#keepOpen());
		$effect(() => () => clearTimeout(this.#timer));
	}

	/** Query of the present filter and view, with its « ? », or ''. */
	readonly query = $derived.by(() => planQuery(this.#view.filter, this.look));

	/** Address of the panel of an action. */
	hrefOf(id: string): string {
		return `${this.base}/${addressOf(this.#view.numbers.get(id) ?? id)}${this.query}`;
	}

	/** The same actions, looked at otherwise; what is open stays open. */
	hrefOfLook(look: PlanLook): string {
		const open = this.#view.address;
		return `${this.base}${open === null ? '' : `/${open}`}${planQuery(this.#view.filter, look)}`;
	}

	get isOpen(): boolean {
		return this.#view.address !== null;
	}

	open(id: string): boolean {
		const number = this.#view.numbers.get(id);
		if (number === undefined) return false;
		this.#view.hold(id, addressOf(number));
		this.#go(number, this.isOpen);
		return true;
	}

	close(): void {
		this.#go(null, false);
	}

	filter(next: PlanFilter): void {
		const typing = next.text !== this.#view.filter.text;
		this.#view.filter = next;
		clearTimeout(this.#timer);
		const follow = (): void => {
			this.#timer = undefined;
			const id = this.#view.selectedId;
			this.#go(id === null ? null : (this.#view.numbers.get(id) ?? null), true);
		};
		if (typing) this.#timer = setTimeout(follow, ADDRESS_PAUSE_MS);
		else follow();
	}

	#go(number: string | null, replace: boolean): void {
		this.#ongo({ number, filter: this.#view.filter, look: this.look, replace });
	}

	#take(): void {
		const { action, filter, look } = this.#read();
		this.#view.address = action;
		this.look = look;
		if (this.#timer === undefined) this.#view.filter = filter;
	}

	/** The open action keeps its place in the address when its number changes. */
	#keepOpen(): void {
		const id = this.#view.selectedId;
		const { action } = this.#read();
		if (id === null || action === null) return;
		const number = this.#view.numbers.get(id);
		const next = action === id || number === undefined ? action : addressOf(number);
		untrack(() => {
			this.#view.hold(id, action);
			if (number === undefined || next === action) return;
			this.#view.hold(id, next);
			this.#go(number, true);
		});
	}
}
