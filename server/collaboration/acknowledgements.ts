import type { Connection } from './connection.ts';

/** What a sender hears of an update: nothing is said before it is durable. */
export type Sender = { connection: Connection; number: number; step2: boolean };

/** Tells senders what is durable. An update that repeats one still on its way counts when that one is. */
export class Acknowledgements {
	#accepted = 0;
	#settled = 0;
	/** Senders of updates that were known already, waiting for what was accepted before them. */
	#echoes: { after: number; sender: Sender }[] = [];

	/** An update has been accepted. */
	accepted(): void {
		this.#accepted += 1;
	}

	/** The next accepted update is durable and shown. */
	settled(sender: Sender | null): void {
		this.#settled += 1;
		if (sender) tell(sender);
		while (this.#echoes[0] && this.#echoes[0].after <= this.#settled) {
			const echo = this.#echoes.shift();
			if (echo) tell(echo.sender);
		}
	}

	/** An update brought nothing new. */
	known(sender: Sender): void {
		if (this.#accepted === this.#settled) return tell(sender);
		sender.connection.saved.wait(sender.number);
		this.#echoes.push({ after: this.#accepted, sender });
	}
}

function tell({ connection, number, step2 }: Sender): void {
	connection.saved.durable(number, step2);
	connection.tellSaved();
}
