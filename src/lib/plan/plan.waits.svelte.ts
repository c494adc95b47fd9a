import { cyclesOf, delaysOf, waitedBy, waitGraph, wouldMakeCycle } from './dependency.rules.ts';
import type { PlanView } from './plan.view.svelte.ts';

/** Who waits for whom in the plan as it is now, and what that holds back. */
export class PlanWaits {
	readonly #view: PlanView;

	constructor(view: PlanView) {
		this.#view = view;
	}

	readonly #actions = $derived.by(() => this.#view.rows.map((row) => row.action));
	readonly graph = $derived.by(() => waitGraph(this.#actions));
	readonly waitedBy = $derived.by(() => waitedBy(this.graph));
	readonly #delays = $derived.by(() => delaysOf(this.#actions, this.#view.today));
	/** Actions that wait for themselves: two people have each written half of it. */
	readonly rings = $derived.by(() => cyclesOf(this.graph));

	/** « 2.3, 5.1 »: what a late action holds back; '' when it holds nothing. */
	delays(id: string): string {
		return this.#numbers(this.#delays.delays.get(id));
	}

	/** « 2.3 »: the late ones that an action waits for; '' when there is none. */
	delayedBy(id: string): string {
		return this.#numbers(this.#delays.delayedBy.get(id));
	}

	/** « 2.1 »: what an action waits for; '' when it waits for nothing. */
	awaited(id: string): string {
		return this.#numbers(this.graph.get(id));
	}

	isInRing(id: string): boolean {
		return this.rings.some((ring) => ring.has(id));
	}

	/** The sentence of each ring: « Les actions 2.1 et 2.3 s’attendent l’une l’autre. » */
	get ringSentences(): string[] {
		return this.rings.map((ring) => {
			const numbers = this.#sorted([...ring]);
			const [only] = numbers;
			if (numbers.length === 1) return `L’action ${only} s’attend elle-même.`;
			return `Les actions ${new Intl.ListFormat('fr').format(numbers)} s’attendent l’une l’autre.`;
		});
	}

	/** Whether « `id` waits for `on` » may be written. */
	mayWait(id: string, on: string): boolean {
		return !wouldMakeCycle(this.graph, { id, on });
	}

	#numbers(ids: readonly string[] | undefined): string {
		return this.#sorted(ids ?? []).join(', ');
	}

	#sorted(ids: readonly string[]): string[] {
		const numbers = ids.flatMap((id) => this.#view.numbers.get(id) ?? []);
		return numbers.sort((left, right) => left.localeCompare(right, 'fr', { numeric: true }));
	}
}
