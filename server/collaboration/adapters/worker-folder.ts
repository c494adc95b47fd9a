import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { FoldMismatch } from '../fold.ts';
import type { FoldAnswer, FoldJob } from '../fold-worker.ts';
import type { Limits } from '../limits.ts';
import type { Clock, Fold, Folder, FoldRequest, Timer } from '../ports.ts';

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

/** Folds in a thread of its own, one document at a time; the thread is started on demand and ended when idle. */
export class WorkerFolder implements Folder {
	readonly #clock: Clock;
	readonly #limits: Pick<Limits, 'FOLD_MS' | 'FOLD_IDLE_MS'>;
	readonly #script: URL;
	#worker: Worker | null = null;
	#turn: Promise<unknown> = Promise.resolve();
	#idle: Timer | null = null;
	#closed = false;
	/** Threads started since the beginning. */
	started = 0;

	constructor(parts: { clock: Clock; limits: Pick<Limits, 'FOLD_MS' | 'FOLD_IDLE_MS'>; script?: URL }) {
		this.#clock = parts.clock;
		this.#limits = parts.limits;
		this.#script = parts.script ?? pathToFileURL(resolve(SCRIPT));
	}

	/** True while the thread exists. */
	get isRunning(): boolean {
		return this.#worker !== null;
	}

	fold(request: FoldRequest): Promise<Fold> {
		const folded = this.#turn.then(() => this.#run(request));
		this.#turn = folded.catch(() => undefined);
		return folded;
	}

	/** What is under way is abandoned: a snapshot can be made another time, and whoever stops a server must not wait for it. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#end();
		await this.#turn;
	}

	async #run(request: FoldRequest): Promise<Fold> {
		if (this.#closed) throw new FoldUnavailable('closed');
		if (this.#idle !== null) this.#clock.clearTimeout(this.#idle);
		this.#idle = null;
		this.#worker ??= this.#start();
		const answer = await this.#ask(this.#worker, pack(request));
		if (answer === null) {
			await this.#end();
			throw new FoldUnavailable('no answer');
		}
		this.#idle = this.#clock.setTimeout(() => void this.#end(), this.#limits.FOLD_IDLE_MS);
		if (answer.ok) return { bytes: answer.bytes, proof: answer.proof };
		if (answer.mismatch) throw new FoldMismatch('the fold differs from the log');
		throw new Error('what was to be folded cannot be read');
	}

	#start(): Worker {
		this.started += 1;
		// No environment: what is in it is none of this thread's business.
		const worker = new Worker(this.#script, {
			env: {},
			execArgv: [],
			resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
		});
		worker.unref();
		// Without a listener an error between two jobs would end the process.
		worker.on('error', () => this.#forget(worker));
		worker.on('exit', () => this.#forget(worker));
		return worker;
	}

	#forget(worker: Worker): void {
		if (this.#worker === worker) this.#worker = null;
	}

	/** The answer, or null when the thread dies or takes too long. */
	#ask(worker: Worker, job: FoldJob): Promise<FoldAnswer | null> {
		return new Promise((resolve) => {
			const finish = (answer: FoldAnswer | null): void => {
				this.#clock.clearTimeout(timer);
				worker.off('message', finish).off('exit', died).off('error', died);
				resolve(answer);
			};
			const died = (): void => finish(null);
			const timer = this.#clock.setTimeout(died, this.#limits.FOLD_MS);
			worker.once('message', finish).once('exit', died).once('error', died);
			worker.postMessage(job, [job.buffer]);
		});
	}

	async #end(): Promise<void> {
		if (this.#idle !== null) this.#clock.clearTimeout(this.#idle);
		this.#idle = null;
		const worker = this.#worker;
		this.#worker = null;
		await worker?.terminate();
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
