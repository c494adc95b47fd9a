import { SvelteMap } from 'svelte/reactivity';
import type { ListedRecord } from './registry-list.ts';

/** The rows that somebody has ticked, with the version that they saw. */
export class RowSelection {
	/** Most rows ticked at once. */
	readonly most: number;
	readonly #chosen = new SvelteMap<string, number>();
	/** Where a range begins: the row ticked last. */
	#anchor: string | null = null;

	constructor(most: number) {
		this.most = most;
	}

	get size(): number {
		return this.#chosen.size;
	}

	has(id: string): boolean {
		return this.#chosen.has(id);
	}

	/** Ids and versions, in the order in which they were ticked; those in the list as it is now by the version that it shows. */
	records(shown: readonly ListedRecord[]): { id: string; version: number }[] {
		const seen = Object.fromEntries(shown.map(({ id, version }) => [id, version]));
		return [...this.#chosen].map(([id, version]) => ({ id, version: seen[id] ?? version }));
	}

	toggle(row: ListedRecord): void {
		this.#anchor = row.id;
		if (!this.#chosen.delete(row.id)) this.add([row]);
	}

	/** Ticks from the row ticked last to this one, as a list with Maj does. */
	extendTo(row: ListedRecord, rows: readonly ListedRecord[]): void {
		const to = rows.findIndex(({ id }) => id === row.id);
		const from = rows.findIndex(({ id }) => id === this.#anchor);
		if (from === -1 || to === -1) return this.toggle(row);
		this.add(rows.slice(Math.min(from, to), Math.max(from, to) + 1));
	}

	/** Ticks these, as far as the bound allows. */
	add(rows: readonly ListedRecord[]): void {
		for (const { id, version } of rows) {
			if (this.#chosen.size >= this.most && !this.#chosen.has(id)) return;
			this.#chosen.set(id, version ?? 0);
		}
	}

	remove(ids: readonly string[]): void {
		for (const id of ids) this.#chosen.delete(id);
	}

	clear(): void {
		this.#anchor = null;
		this.#chosen.clear();
	}
}
