import { nameOf } from './error-name.ts';
import type { DocumentLog } from './ports/document-log.ts';
import type { Logger } from './ports/logger.ts';

/** What came before its turn and is kept until then; beyond this the log is read instead. */
const MAX_EARLY = 512;

/** An update that is durable, with its number. `own` is what the process itself knows of it; null for one of another process. */
export type Arrival<Own> = { seq: number; bytes: Uint8Array; accountId: string | null; own: Own | null };

/**
 * Shows the updates of one document in the order of the log, whatever the order in which this process hears of them: its own from its
 * commits, those of other processes as hints or from the log itself, which is read whenever a number is missing.
 */
export class RoomOrder<Own> {
	readonly #documentId: string;
	readonly #log: DocumentLog;
	readonly #logger: Logger;
	readonly #show: (arrival: Arrival<Own>) => void;
	/** True for a row of the log that is our own and whose commit has not been answered yet: its turn comes with the answer. */
	readonly #isOnItsWay: (row: { bytes: Uint8Array; accountId: string | null }) => boolean;
	readonly #early = new Map<number, Arrival<Own>>();
	#seq = 0;
	#head = 0;
	#reading: Promise<void> | null = null;
	#next: Promise<void> | null = null;
	/** How many times the log had to be read after the opening. */
	catchUps = 0;

	constructor(parts: {
		documentId: string;
		log: DocumentLog;
		logger: Logger;
		show: (arrival: Arrival<Own>) => void;
		isOnItsWay: (row: { bytes: Uint8Array; accountId: string | null }) => boolean;
	}) {
		this.#documentId = parts.documentId;
		this.#log = parts.log;
		this.#logger = parts.logger;
		this.#show = parts.show;
		this.#isOnItsWay = parts.isOnItsWay;
	}

	/** Number of the last update shown. */
	get seq(): number {
		return this.#seq;
	}

	/** Begins after the last update of the opened document. */
	start(seq: number): void {
		this.#seq = seq;
		if (this.#head > seq) void this.refresh();
	}

	/** One of our own commits was answered: it is shown at once, or when what lies before it has come. */
	committed(arrival: Arrival<Own>): void {
		this.#keep(arrival);
		this.#drain();
		this.#readIfBehind();
	}

	/** Another process says that it has committed: `bytes` null when it only says how far the log goes. */
	hinted(hint: { seq: number; bytes: Uint8Array | null; accountId: string | null }, isOpen: boolean): void {
		if (hint.seq <= this.#seq) return;
		this.#head = Math.max(this.#head, hint.seq);
		if (!isOpen) return;
		if (hint.bytes !== null && this.#early.size < MAX_EARLY && !this.#early.has(hint.seq)) {
			this.#keep({ seq: hint.seq, bytes: hint.bytes, accountId: hint.accountId, own: null });
			this.#drain();
		}
		this.#readIfBehind();
	}

	/** Resolves once everything that was durable when it was called has been shown, or could not be read. */
	refresh(): Promise<void> {
		if (!this.#reading) return (this.#reading = this.#read().finally(() => (this.#reading = null)));
		// The read under way may have begun before what is wanted was there: one more serves all who ask meanwhile.
		this.#next ??= this.#reading.then(() => {
			this.#next = null;
			return this.refresh();
		});
		return this.#next;
	}

	#keep(arrival: Arrival<Own>): void {
		this.#head = Math.max(this.#head, arrival.seq);
		if (arrival.seq > this.#seq && (arrival.own !== null || !this.#early.has(arrival.seq)))
			this.#early.set(arrival.seq, arrival);
	}

	#drain(): void {
		for (let arrival = this.#early.get(this.#seq + 1); arrival; arrival = this.#early.get(this.#seq + 1)) {
			this.#early.delete(arrival.seq);
			this.#seq = arrival.seq;
			this.#show(arrival);
		}
	}

	#readIfBehind(): void {
		if (this.#head > this.#seq && this.#reading === null) void this.refresh();
	}

	async #read(): Promise<void> {
		this.catchUps += 1;
		try {
			for (const row of await this.#log.read(this.#documentId, this.#seq)) {
				if (row.seq <= this.#seq || this.#early.get(row.seq)?.own) continue;
				if (this.#isOnItsWay(row)) break;
				this.#keep({ ...row, own: null });
				this.#drain();
			}
			this.#drain();
		} catch (error) {
			// The next hint, commit or tick asks again.
			this.#logger.warn('collaboration.catch-up-failed', {
				documentId: this.#documentId,
				error: nameOf(error),
			});
		}
	}
}
