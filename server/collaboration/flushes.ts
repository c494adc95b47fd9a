import type { Connection } from './connection.ts';
import type { Clock } from './ports/clock.ts';

/** Connections with something to send: written together at the end of the turn, or as soon as a batch is durable. */
export class Flushes {
	readonly #clock: Clock;
	readonly #waiting = new Set<Connection>();
	#due = false;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	want(connection: Connection): void {
		this.#waiting.add(connection);
		if (this.#due) return;
		this.#due = true;
		this.#clock.defer(() => this.flush());
	}

	/** A connection that has closed has nothing more to be written. */
	forget(connection: Connection): void {
		this.#waiting.delete(connection);
	}

	flush(): void {
		this.#due = false;
		const connections = [...this.#waiting];
		this.#waiting.clear();
		for (const connection of connections) connection.flush();
	}
}
