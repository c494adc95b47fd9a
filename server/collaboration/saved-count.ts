/**
 * Counts which of a connection's update messages are durable, as the length of the longest durable beginning.
 *
 * A message that was refused for a gap leaves a hole; the sync step 2 that the client answers with carries everything it has, so
 * that once this one is durable, every hole before it is filled.
 */
export class SavedCount {
	#received = 0;
	readonly #waiting: number[] = [];
	#firstHole = Infinity;
	#lastHole = 0;
	#holes = 0;

	/** Gives the next message its number, from 1. */
	next(): number {
		this.#received += 1;
		return this.#received;
	}

	/** The message is accepted and not yet durable. */
	wait(number: number): void {
		this.#waiting.push(number);
	}

	/** The message is durable. */
	durable(number: number, step2: boolean): void {
		const at = this.#waiting.indexOf(number);
		if (at >= 0) this.#waiting.splice(at, 1);
		if (!step2 || number < this.#firstHole) return;
		this.#firstHole = this.#lastHole > number ? number + 1 : Infinity;
	}

	/** The message was refused; what it brought is asked again. */
	hole(number: number): void {
		this.#holes += 1;
		this.#firstHole = Math.min(this.#firstHole, number);
		this.#lastHole = Math.max(this.#lastHole, number);
	}

	/** Nothing received is still on its way to the log. */
	get isSettled(): boolean {
		return this.#waiting.length === 0;
	}

	/** How many messages were refused so far. */
	get holes(): number {
		return this.#holes;
	}

	get value(): number {
		return Math.min(this.#received, (this.#waiting[0] ?? Infinity) - 1, this.#firstHole - 1);
	}
}
