/** One statement stays small, and one answer short. */
const MOST_AT_ONCE = 200;

/** Turns of the event loop that a question waits at most, while each brings another one. */
const MOST_TURNS = 50;

/**
 * Turns many questions about one thing each into few questions about many: those that come turn after turn go together, and those that
 * come while an answer is awaited are the next. Nobody gets an answer to a question that was put before theirs.
 */
export class Gatherer<Key, Answer> {
	readonly #askAll: (keys: readonly Key[]) => Promise<readonly Answer[]>;
	#waiting: { key: Key; resolve(answer: Answer): void; reject(error: unknown): void }[] = [];
	#busy = false;

	/** `askAll` answers in the order of the keys, which may repeat. */
	constructor(askAll: (keys: readonly Key[]) => Promise<readonly Answer[]>) {
		this.#askAll = askAll;
	}

	/** Rejects when the question it travelled with fails. */
	ask(key: Key): Promise<Answer> {
		return new Promise((resolve, reject) => {
			this.#waiting.push({ key, resolve, reject });
			if (this.#busy) return;
			this.#busy = true;
			this.#gather({ had: 0, turns: 1 });
		});
	}

	/** A turn accepts one connection: a crowd comes in as many turns, and an embedded database would take each before the next. */
	#gather({ had, turns }: { had: number; turns: number }): void {
		setImmediate(() => {
			const has = this.#waiting.length;
			if (has > had && has < MOST_AT_ONCE && turns < MOST_TURNS) this.#gather({ had: has, turns: turns + 1 });
			else void this.#run();
		});
	}

	async #run(): Promise<void> {
		while (this.#waiting.length > 0) {
			const batch = this.#waiting.splice(0, MOST_AT_ONCE);
			try {
				const answers = await this.#askAll(batch.map(({ key }) => key));
				if (answers.length !== batch.length) throw new Error('answers to other questions');
				answers.forEach((answer, i) => batch[i]?.resolve(answer));
			} catch (error) {
				for (const { reject } of batch) reject(error);
			}
		}
		this.#busy = false;
	}
}
