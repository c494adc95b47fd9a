import type { Transport } from './transport.ts';

/** What a diagnosis of the connection tells. */
export type LineFacts = {
	transport: Transport;
	/** Time from sending the last edit to the server's word that it is stored, in milliseconds; null before the first. */
	roundTrip: number | null;
	/** When the server last said so; null before. */
	savedAt: number | null;
};

/** Measures the line by what passes over it: no message of its own. */
export class LineReport {
	#sentAt: number | null = null;
	#roundTrip: number | null = null;
	#savedAt: number | null = null;

	sent(at: number): void {
		this.#sentAt ??= at;
	}

	acknowledged(at: number): void {
		this.#savedAt = at;
		// A clock set back in between measures nothing.
		if (this.#sentAt !== null && at >= this.#sentAt) this.#roundTrip = at - this.#sentAt;
		this.#sentAt = null;
	}

	facts(transport: Transport): LineFacts {
		return { transport, roundTrip: this.#roundTrip, savedAt: this.#savedAt };
	}
}
