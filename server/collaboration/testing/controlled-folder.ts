import { LocalFolder } from '../local-folder.ts';
import { FoldMismatch } from '../fold.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fold, FoldRequest } from '../ports/folder.ts';

/** The folder on the test's own thread and clock, which can be slow, fail, or find that its work is wrong. */
export class ControlledFolder extends LocalFolder {
	folds = 0;
	/** In milliseconds of the clock. */
	takes = 0;
	failure: 'mismatch' | 'away' | 'wrong-proof' | null = null;
	/** The most that were under way at once. */
	mostAtOnce = 0;
	#atOnce = 0;
	readonly #clock: Clock;

	constructor(clock: Clock) {
		super(clock);
		this.#clock = clock;
	}

	override async fold(request: FoldRequest): Promise<Fold> {
		this.folds += 1;
		this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
		try {
			if (this.takes > 0) await new Promise<void>((resolve) => this.#clock.setTimeout(resolve, this.takes));
			if (this.failure === 'mismatch') throw new FoldMismatch('made to differ');
			if (this.failure === 'away') throw new Error('no thread');
			const fold = await super.fold(request);
			return this.failure === 'wrong-proof' ? { ...fold, proof: { ...fold.proof, updates: '' } } : fold;
		} finally {
			this.#atOnce -= 1;
		}
	}
}
