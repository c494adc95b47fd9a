import { nameOf } from './error-name.ts';
import { FoldMismatch } from './fold.ts';
import type { Clock } from './ports/clock.ts';
import type { DocumentLog, SnapshotOutcome } from './ports/document-log.ts';
import type { Folder } from './ports/folder.ts';
import type { Logger } from './ports/logger.ts';

/** What became of the snapshots asked for. `failed` counts those that could not be read, folded or written. */
export type SnapshotCounts = Record<SnapshotOutcome | 'failed', number>;

/**
 * Writes snapshots, one document at a time. Of one document at most one is under way and one waits, however often it is asked
 * for. A fold that differs from its log is reported and not written: opening then reads the log, as before.
 */
export class Compactor {
	readonly counts: SnapshotCounts = { written: 0, superseded: 0, mismatch: 0, failed: 0 };
	readonly #log: DocumentLog;
	readonly #folder: Folder;
	readonly #clock: Clock;
	readonly #logger: Logger;
	readonly #done: (documentId: string, seq: number) => void;
	readonly #waiting = new Set<string>();
	#running: Promise<void> | null = null;
	#stopped = false;

	constructor(parts: {
		log: DocumentLog;
		folder: Folder;
		clock: Clock;
		logger: Logger;
		done: (documentId: string, seq: number) => void;
	}) {
		this.#log = parts.log;
		this.#folder = parts.folder;
		this.#clock = parts.clock;
		this.#logger = parts.logger;
		this.#done = parts.done;
	}

	/** Documents whose snapshot waits for its turn. */
	get waiting(): number {
		return this.#waiting.size;
	}

	request(documentId: string): void {
		if (this.#stopped) return;
		this.#waiting.add(documentId);
		this.#running ??= this.#run().finally(() => (this.#running = null));
	}

	/** Resolves once nothing is under way; what waits is left for the next time. */
	async stop(): Promise<void> {
		this.#stopped = true;
		await this.#running;
	}

	/** Resolves once everything asked for is done. */
	async settled(): Promise<void> {
		await this.#running;
	}

	async #run(): Promise<void> {
		await new Promise<void>((resolve) => this.#clock.defer(resolve));
		for (const documentId of this.#waiting) {
			if (this.#stopped) return;
			// Out of the queue before it is done: what is asked for meanwhile waits for one more turn.
			this.#waiting.delete(documentId);
			try {
				await this.#compact(documentId);
			} catch (error) {
				this.#report(documentId, error);
			}
		}
	}

	async #compact(documentId: string): Promise<void> {
		const opened = await this.#log.open(documentId);
		if (!opened || opened.updates.length === 0) return;
		const { snapshot, snapshotSeq, updates, seq } = opened;
		const { bytes, proof } = await this.#folder.fold({ snapshot, updates });
		const outcome = await this.#log.writeSnapshot({ documentId, seq, bytes, fromSeq: snapshotSeq, proof });
		if (outcome === 'mismatch') throw new FoldMismatch('the log does not hold what was folded');
		this.counts[outcome] += 1;
		this.#done(documentId, seq);
	}

	#report(documentId: string, error: unknown): void {
		const mismatch = error instanceof FoldMismatch;
		this.counts[mismatch ? 'mismatch' : 'failed'] += 1;
		const event = mismatch ? 'collaboration.snapshot-mismatch' : 'collaboration.snapshot-failed';
		this.#logger.error(event, { documentId, error: nameOf(error) });
	}
}
