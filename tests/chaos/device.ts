import * as Y from 'yjs';
import type { LocalCopy } from '#lib/collaboration/local-copy.ts';

/** What a browser keeps of a document between two visits, in memory: the updates, and how many edits the server lacked. */
export class Device {
	readonly #updates: Uint8Array[] = [];
	readonly #unsent = new Map<number, number>();

	/** Forgets everything: a borrowed computer, a private window. */
	clear(): void {
		this.#updates.length = 0;
		this.#unsent.clear();
	}

	open = (doc: Y.Doc): LocalCopy => {
		const earlier = [...this.#unsent.keys()];
		const unsent = [...this.#unsent.values()].reduce((sum, count) => sum + count, 0);
		Y.transact(doc, () => this.#updates.forEach((update) => Y.applyUpdate(doc, update, this)), this, false);
		const keep = (update: Uint8Array, origin: unknown): void => {
			if (origin !== this) this.#updates.push(update);
		};
		doc.on('update', keep);
		return {
			ready: Promise.resolve({ unsent }),
			countUnsent: (count) => void this.#unsent.set(doc.clientID, count),
			forgetEarlier: () => earlier.forEach((key) => this.#unsent.delete(key)),
			close: () => doc.off('update', keep),
		};
	};
}
