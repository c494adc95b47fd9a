import { nameOf } from './error-name.ts';
import type { DocumentBytes } from './document-bytes.ts';
import type { Limits } from './limits.ts';
import type { Clock } from './ports/clock.ts';
import type { Folder } from './ports/folder.ts';
import type { Logger } from './ports/logger.ts';

/** How often at most a document near its bound is folded to learn its true size, in milliseconds. */
const MEASURE_EVERY_MS = 10_000;

export type SizeHost = {
	readonly folder: Folder;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly limits: Pick<Limits, 'DOCUMENT_BYTES' | 'DOCUMENT_WARN_BYTES'>;
};

/**
 * How large a document is. The sum of its pieces is an upper bound: what was deleted still counts in it. The true size comes
 * from a fold, elsewhere and later, so that no frame ever waits for one; until it is known the bound decides.
 */
export class DocumentSize {
	readonly #bytes: DocumentBytes;
	readonly #host: SizeHost;
	/** Called after each measure. */
	readonly #measured: () => void;
	readonly #documentId: string;
	#measuredAt = -Infinity;
	/** What a room is opened with has not been measured either. */
	#sinceMeasure = 1;
	#measuring = false;

	constructor(parts: { documentId: string; bytes: DocumentBytes; host: SizeHost; measured: () => void }) {
		this.#documentId = parts.documentId;
		this.#bytes = parts.bytes;
		this.#host = parts.host;
		this.#measured = parts.measured;
	}

	/** In bytes, never less than it is. */
	get bound(): number {
		return this.#bytes.size;
	}

	/** Close to its bound: its authors are told. */
	get isNear(): boolean {
		return this.#bytes.size > this.#warnAt;
	}

	get #warnAt(): number {
		const { DOCUMENT_BYTES, DOCUMENT_WARN_BYTES } = this.#host.limits;
		return Math.min(DOCUMENT_WARN_BYTES, DOCUMENT_BYTES / 2);
	}

	/** Whether this many more bytes may be stored. */
	hasRoomFor(bytes: number): boolean {
		return this.#bytes.size + bytes <= this.#host.limits.DOCUMENT_BYTES;
	}

	/** Something was stored, or refused for want of room: what is known of the size may no longer be all. */
	changed(): void {
		this.#sinceMeasure += 1;
		this.measureIfDue();
	}

	/** Starts to measure a document that is near its bound, unless nothing has changed or it was done just now. */
	measureIfDue(): void {
		if (this.#measuring || this.#sinceMeasure === 0 || !this.isNear) return;
		if (Math.abs(this.#host.clock.now() - this.#measuredAt) < MEASURE_EVERY_MS) return;
		this.#measuredAt = this.#host.clock.now();
		this.#measuring = true;
		void this.#measure();
	}

	async #measure(): Promise<void> {
		this.#sinceMeasure = 0;
		const parts = this.#bytes.startReplacing();
		try {
			const { bytes } = await this.#host.folder.fold({ snapshot: null, updates: parts });
			this.#bytes.finishReplacing(bytes);
		} catch (error) {
			this.#bytes.finishReplacing(null);
			this.#host.logger.warn('collaboration.measure-failed', {
				documentId: this.#documentId,
				error: nameOf(error),
			});
		}
		this.#measuring = false;
		this.#measured();
	}
}
