import { nameOf } from './commit-queue.ts';
import { foldLog } from './fold.ts';
import type { Clock, DocumentLog, Logger } from './ports.ts';

/**
 * Writes snapshots, one document at a time, each document at most once in the queue. A fold that differs from its
 * log is reported and not written: opening then reads the log, as before.
 */
export class Compactor {
	readonly #log: DocumentLog;
	readonly #clock: Clock;
	readonly #logger: Logger;
	readonly #done: (documentId: string, seq: number) => void;
	readonly #waiting = new Set<string>();
	#running: Promise<void> | null = null;
	#stopped = false;

	constructor(parts: {
		log: DocumentLog;
		clock: Clock;
		logger: Logger;
		done: (documentId: string, seq: number) => void;
	}) {
		this.#log = parts.log;
		this.#clock = parts.clock;
		this.#logger = parts.logger;
		this.#done = parts.done;
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
		await this.#pause();
		for (const documentId of this.#waiting) {
			if (this.#stopped) return;
			try {
				await this.#compact(documentId);
			} catch (error) {
				this.#logger.error('collaboration.snapshot-failed', { documentId, error: nameOf(error) });
			}
			this.#waiting.delete(documentId);
		}
	}

	async #compact(documentId: string): Promise<void> {
		const opened = await this.#log.open(documentId);
		if (!opened || opened.updates.length === 0) return;
		const parts = opened.snapshot ? [opened.snapshot, ...opened.updates] : opened.updates;
		const bytes = await foldLog(parts, () => this.#pause());
		await this.#log.writeSnapshot({ documentId, seq: opened.seq, bytes });
		this.#done(documentId, opened.seq);
	}

	#pause(): Promise<void> {
		return new Promise((resolve) => this.#clock.defer(resolve));
	}
}
