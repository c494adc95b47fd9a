import * as Y from 'yjs';
import type { ClockRange } from './document-index.ts';

/** An update of ours between its acceptance and its turn in the order of the log. */
export type Unshown = {
	/** As stored. */
	readonly bytes: Uint8Array;
	/** What peers get. */
	readonly frame: Uint8Array;
	readonly account: string | null;
	readonly added: readonly ClockRange[];
	/** The log has answered: its number is known. */
	committed: boolean;
};

/**
 * Our own updates that nobody has been shown yet, in order. Another process may meanwhile store the same structs, brought by the same
 * person over another line: the first in the log is the one that counts, for every reader, and repeats are ignored by Yjs.
 */
export class UnshownUpdates {
	#updates: Unshown[] = [];

	get length(): number {
		return this.#updates.length;
	}

	/** The one accepted last. */
	get last(): Unshown | undefined {
		return this.#updates.at(-1);
	}

	push(update: Unshown): void {
		this.#updates.push(update);
	}

	remove(update: Unshown): void {
		const at = this.#updates.indexOf(update);
		if (at >= 0) this.#updates.splice(at, 1);
	}

	clear(): void {
		this.#updates = [];
	}

	/** True for a row that reads like our next one, whose commit has not been answered yet. */
	isOnItsWay(row: { bytes: Uint8Array; accountId: string | null }): boolean {
		const next = this.#updates.find(({ committed }) => !committed);
		return (
			next !== undefined && next.account === row.accountId && Buffer.compare(next.bytes, row.bytes) === 0
		);
	}

	/** How far a client's structs have been shown, when `known` counts what was accepted too. */
	shownClock(client: number, known: number): number {
		for (const { added } of this.#updates) {
			const range = added.find((one) => one.client === client);
			if (range) return Math.min(range.from, known);
		}
		return known;
	}
}

/** An update without the structs below the given clocks; null when nothing is left. */
export function without(bytes: Uint8Array, clocks: Map<number, number>): Uint8Array | null {
	const rest = Y.diffUpdate(bytes, Y.encodeStateVector(clocks));
	const { structs, ds } = Y.decodeUpdate(rest);
	return structs.length === 0 && ds.clients.size === 0 ? null : rest;
}
