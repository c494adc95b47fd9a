import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FoldMismatch } from '../fold.ts';
import type { FoldAnswer, FoldJob } from '../fold-worker.ts';
import type { Limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fold, Folder, FoldRequest } from '../ports/folder.ts';
import { WorkerThread } from './worker-thread.ts';

/** The thread's own memory, in MiB: a document that needs more ends the thread, not the process. */
const MEMORY_MIB = 768;

/**
 * The script as it lies in the project, where every command of ours starts: in the built server this module stands elsewhere,
 * and Node runs the TypeScript as it is.
 */
const SCRIPT = 'server/collaboration/fold-worker.ts';

/** The thread did not answer: it died, took too long, or the server is closing. Nothing is known of the fold. */
export class FoldUnavailable extends Error {
	override readonly name = 'FoldUnavailable';
}

/** Folds in a thread of its own, one document at a time. */
export class WorkerFolder implements Folder {
	readonly #thread: WorkerThread<FoldJob, FoldAnswer>;

	constructor(parts: { clock: Clock; limits: Pick<Limits, 'FOLD_MS' | 'FOLD_IDLE_MS'>; script?: URL }) {
		this.#thread = new WorkerThread({
			clock: parts.clock,
			script: parts.script ?? pathToFileURL(resolve(SCRIPT)),
			memoryMib: MEMORY_MIB,
			jobMs: parts.limits.FOLD_MS,
			idleMs: parts.limits.FOLD_IDLE_MS,
		});
	}

	/** True while the thread exists. */
	get isRunning(): boolean {
		return this.#thread.isRunning;
	}

	/** Threads started since the beginning. */
	get started(): number {
		return this.#thread.started;
	}

	async fold(request: FoldRequest): Promise<Fold> {
		const answer = await this.#thread.ask(() => {
			const question = pack(request);
			return { question, transfer: [question.buffer] };
		});
		if (answer === null) throw new FoldUnavailable(this.#thread.isClosed ? 'closed' : 'no answer');
		if (answer.ok) return { bytes: answer.bytes, proof: answer.proof };
		if (answer.mismatch) throw new FoldMismatch('the fold differs from the log');
		throw new Error('what was to be folded cannot be read');
	}

	/** What is under way is abandoned: a snapshot can be made another time. */
	close(): Promise<void> {
		return this.#thread.close();
	}
}

/** One buffer for all parts: each may be a view on a large one that others use. */
function pack({ snapshot, updates }: FoldRequest): FoldJob {
	const parts = snapshot ? [snapshot, ...updates] : updates;
	const lengths = parts.map((part) => part.length);
	const all = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
	let offset = 0;
	for (const part of parts) {
		all.set(part, offset);
		offset += part.length;
	}
	return { buffer: all.buffer, lengths, hasSnapshot: snapshot !== null };
}
