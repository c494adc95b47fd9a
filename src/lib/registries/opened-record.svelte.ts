import type { RecordPresence } from './record-presence.svelte.ts';
import type { RegistryAddress } from './registry-address.ts';

/** The cell or the field that is being written. */
export interface WrittenField {
	id: string;
	field: string;
}

interface Page {
	/** The record that the address opens beside the list. */
	opened: () => { id: string } | null;
	rows: () => readonly { id: string }[];
	address: () => RegistryAddress;
}

/**
 * The record that a page of a registry has open, its place in the list, and what is being written in it; the others are told.
 * Made while its page is: it lives as long.
 */
export class OpenedRecord {
	/** The record whose form is open. */
	#editedId = $state<string | null>(null);
	#writing = $state.raw<WrittenField | null>(null);
	readonly #page: Page;

	constructor(page: Page, presence: RecordPresence) {
		this.#page = page;
		$effect(() => {
			// A form that was left by closing its record is no longer one.
			if (this.#editedId === null || page.opened()?.id === this.#editedId) return;
			this.edits(null);
		});
		$effect(() => {
			const id = this.#writing?.id ?? page.opened()?.id;
			presence.tell(id === undefined ? null : { recordId: id, field: this.#writing?.field ?? null });
		});
	}

	/** Something is being written: the list must not move under it. */
	get isBusy(): boolean {
		return this.#editedId !== null || this.#writing !== null;
	}

	/** In the rows read so far; -1 when it is in none of them. */
	get place(): number {
		const id = this.#page.opened()?.id;
		return id === undefined ? -1 : this.#page.rows().findIndex((row) => row.id === id);
	}

	get previousHref(): string | null {
		return this.#neighbour(-1);
	}

	get nextHref(): string | null {
		return this.#neighbour(1);
	}

	isEdited(id: string): boolean {
		return this.#editedId === id;
	}

	/** The form of a record is open, or none is. */
	edits(id: string | null): void {
		this.#editedId = id;
		this.#writing = null;
	}

	writes(field: WrittenField | null): void {
		this.#writing = field;
	}

	#neighbour(step: number): string | null {
		const place = this.place;
		const row = place < 0 ? undefined : this.#page.rows()[place + step];
		return row === undefined ? null : this.#page.address().href({}, row.id);
	}
}
