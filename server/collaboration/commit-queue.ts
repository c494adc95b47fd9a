import { nameOf } from './error-name.ts';
import type { Limits } from './limits.ts';
import type { Clock } from './ports/clock.ts';
import type { AppendEntry, AppendOutcome, DocumentLog } from './ports/document-log.ts';
import type { Logger } from './ports/logger.ts';

/** One accepted update on its way to the log, and who wants to know. */
export type Commit = {
	readonly entry: AppendEntry;
	/** Called in the order of the log, once durable. */
	committed(seq: number): void;
	/** Called when it was not stored, or when nobody can say. Nothing of it may be shown. */
	failed(reason: 'log-failed' | 'document-gone' | 'client-taken'): void;
};

/** A batch of so many comes of people who write at the same time, or of programs: waiting less than a commit takes saves commits. */
const CROWD = 4;

/**
 * Group commit over all documents: one batch is being written while the next fills. When nothing is being written, a batch starts at
 * once, after one of several at the end of the turn, without a timer; only after a crowd does the next one wait a moment to be as large.
 */
export class CommitQueue {
	readonly #log: DocumentLog;
	readonly #clock: Clock;
	readonly #logger: Logger;
	readonly #limits: Limits;
	readonly #afterBatch: () => void;
	#waiting: Commit[] = [];
	#bytes = 0;
	#busy = false;
	#inFlight = 0;
	/** Updates of the batch before: how likely it is that others come in the same turn. */
	#lastBatch = 0;
	#idle: (() => void)[] = [];
	/** Batches written, and updates in them. */
	readonly counts = { commits: 0, committed: 0, failures: 0 };

	constructor(parts: {
		log: DocumentLog;
		clock: Clock;
		logger: Logger;
		limits: Limits;
		afterBatch: () => void;
	}) {
		this.#log = parts.log;
		this.#clock = parts.clock;
		this.#logger = parts.logger;
		this.#limits = parts.limits;
		this.#afterBatch = parts.afterBatch;
	}

	/** Updates accepted and not yet durable. */
	get length(): number {
		return this.#waiting.length;
	}

	/** True when so much waits that the log must be stuck. */
	get isFull(): boolean {
		return this.#bytes > this.#limits.QUEUED_BYTES;
	}

	push(commit: Commit): void {
		this.#waiting.push(commit);
		this.#bytes += commit.entry.bytes.length;
		if (this.#busy) return;
		this.#busy = true;
		// Who types alone waits for nobody.
		if (this.#lastBatch <= 1) void this.#run();
		else this.#clock.defer(() => void this.#run());
	}

	/** Fails what waits for a document whose earlier updates failed: it would leave a gap in the log. */
	drop(documentId: string): void {
		const kept = this.#waiting.slice(0, this.#inFlight);
		const dropped: Commit[] = [];
		for (const commit of this.#waiting.slice(this.#inFlight)) {
			(commit.entry.documentId === documentId ? dropped : kept).push(commit);
		}
		this.#waiting = kept;
		for (const commit of dropped) {
			this.#bytes -= commit.entry.bytes.length;
			commit.failed('log-failed');
		}
	}

	/** Resolves once nothing waits any more. */
	drained(): Promise<void> {
		if (!this.#busy) return Promise.resolve();
		return new Promise((resolve) => this.#idle.push(resolve));
	}

	async #run(): Promise<void> {
		let crowd = 0;
		for (;;) {
			if (this.#waiting.length < crowd) await this.#others();
			if (this.#waiting.length === 0) break;
			const batch = this.#nextBatch();
			crowd = batch.length >= CROWD ? batch.length : 0;
			this.#inFlight = this.#lastBatch = batch.length;
			const outcomes = await this.#append(batch);
			this.#inFlight = 0;
			this.#waiting = this.#waiting.slice(batch.length);
			for (const { entry } of batch) this.#bytes -= entry.bytes.length;
			this.#settle(batch, outcomes);
			this.#afterBatch();
		}
		this.#busy = false;
		for (const resolve of this.#idle.splice(0)) resolve();
	}

	/** A moment in which those who were just answered send what they type next. */
	#others(): Promise<void> {
		return new Promise((resolve) => this.#clock.shortly(resolve));
	}

	#nextBatch(): Commit[] {
		let bytes = 0;
		const batch: Commit[] = [];
		for (const commit of this.#waiting) {
			bytes += commit.entry.bytes.length;
			if (
				batch.length > 0 &&
				(batch.length >= this.#limits.BATCH_UPDATES || bytes > this.#limits.BATCH_BYTES)
			)
				break;
			batch.push(commit);
		}
		return batch;
	}

	async #append(batch: readonly Commit[]): Promise<AppendOutcome[] | null> {
		try {
			const outcomes = await this.#log.append(batch.map(({ entry }) => entry));
			if (outcomes.length !== batch.length) throw new Error('the log answered for another batch');
			this.counts.commits += 1;
			return outcomes;
		} catch (error) {
			this.counts.failures += 1;
			this.#logger.error('collaboration.append-failed', { updates: batch.length, error: nameOf(error) });
			return null;
		}
	}

	#settle(batch: readonly Commit[], outcomes: readonly AppendOutcome[] | null): void {
		batch.forEach((commit, i) => {
			const outcome = outcomes?.[i];
			if (outcome?.ok) {
				this.counts.committed += 1;
				commit.committed(outcome.seq);
			} else commit.failed(outcome?.reason ?? 'log-failed');
		});
	}
}
