import { foldWithPauses } from './fold.ts';
import type { Clock } from './ports/clock.ts';
import type { Fold, Folder, FoldRequest } from './ports/folder.ts';

/** Folds on the thread it is called from, in slices: for tests on a clock of their own, and where no thread can be had. */
export class LocalFolder implements Folder {
	readonly #clock: Clock;
	#running = new Set<Promise<unknown>>();
	#closed = false;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	async fold(request: FoldRequest): Promise<Fold> {
		if (this.#closed) throw new Error('the folder is closed');
		const folding = foldWithPauses(request, () => this.#pause());
		this.#running.add(folding);
		try {
			return await folding;
		} finally {
			this.#running.delete(folding);
		}
	}

	async close(): Promise<void> {
		this.#closed = true;
		await Promise.allSettled(this.#running);
	}

	#pause(): Promise<void> {
		return new Promise((resolve) => this.#clock.defer(resolve));
	}
}
