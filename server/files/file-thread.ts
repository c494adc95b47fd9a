import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { TerrimedError } from '#lib/errors.ts';
import { busy, unreasonable } from '#lib/server/files/file.faults.ts';
import { FILE_LIMITS } from '#lib/server/files/file.limits.ts';
import type { FileJob, Files } from '#lib/server/files/files.ts';
import type { Clock, Timer } from '../collaboration/ports.ts';
import type { FileAnswer, FileQuestion } from './file-worker.ts';

/** The script as it lies in the project: in the built server this module stands elsewhere. */
const SCRIPT = 'server/files/file-worker.ts';

export interface FileThreadLimits {
	jobMs: number;
	idleMs: number;
	waiting: number;
	memoryMib: number;
}

const LIMITS: FileThreadLimits = {
	jobMs: FILE_LIMITS.JOB_MS.value,
	idleMs: FILE_LIMITS.IDLE_MS.value,
	waiting: FILE_LIMITS.WAITING.value,
	memoryMib: FILE_LIMITS.MEMORY_MIB.value,
};

/** Files are written and read in a thread of their own, one at a time; it is started on demand and ended when idle. */
export class FileThread implements Files {
	readonly #clock: Clock;
	readonly #limits: FileThreadLimits;
	#worker: Worker | null = null;
	#turn: Promise<unknown> = Promise.resolve();
	#waiting = 0;
	#idle: Timer | null = null;
	#closed = false;

	constructor(clock: Clock, limits: Partial<FileThreadLimits> = {}) {
		this.#clock = clock;
		this.#limits = { ...LIMITS, ...limits };
	}

	/** True while the thread exists. */
	get isRunning(): boolean {
		return this.#worker !== null;
	}

	async run<Input, Output>(job: FileJob<Input, Output>, input: Input): Promise<Output> {
		if (this.#waiting >= this.#limits.waiting) throw busy();
		this.#waiting += 1;
		const done = this.#turn.then(() => this.#run({ name: job.name, input }));
		this.#turn = done.catch(() => undefined);
		try {
			return (await done) as Output;
		} finally {
			this.#waiting -= 1;
		}
	}

	/** What is under way is abandoned: whoever stops a server must not wait for a file. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#end();
		await this.#turn;
	}

	async #run(question: FileQuestion): Promise<unknown> {
		if (this.#closed) throw busy();
		if (this.#idle !== null) this.#clock.clearTimeout(this.#idle);
		this.#idle = null;
		this.#worker ??= this.#start();
		const answer = await this.#ask(this.#worker, question);
		if (answer === null) {
			await this.#end();
			throw this.#closed ? busy() : unreasonable();
		}
		this.#idle = this.#clock.setTimeout(() => void this.#end(), this.#limits.idleMs);
		if (answer.ok) return answer.output;
		if (answer.code === null) throw new Error(`a file could not be made or read: ${answer.message}`);
		throw new TerrimedError(answer.code, answer.message);
	}

	#start(): Worker {
		// No environment: what is in it is none of this thread's business.
		const worker = new Worker(pathToFileURL(resolve(SCRIPT)), {
			env: {},
			execArgv: [],
			resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMib },
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
	#ask(worker: Worker, question: FileQuestion): Promise<FileAnswer | null> {
		return new Promise((resolve) => {
			const finish = (answer: FileAnswer | null): void => {
				this.#clock.clearTimeout(timer);
				worker.off('message', finish).off('exit', died).off('error', died);
				resolve(answer);
			};
			const died = (): void => finish(null);
			const timer = this.#clock.setTimeout(died, this.#limits.jobMs);
			worker.once('message', finish).once('exit', died).once('error', died);
			worker.postMessage(question);
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
