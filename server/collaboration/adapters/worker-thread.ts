import { Worker, type Transferable } from 'node:worker_threads';
import type { Clock, Timer } from '../ports/clock.ts';

export interface ThreadSettings {
	clock: Clock;
	/** What runs in the thread: it answers each message with one. */
	script: URL;
	/** The thread's own memory: a job that needs more ends the thread, not the process. */
	memoryMib: number;
	/** A job that takes longer ends the thread. */
	jobMs: number;
	/** Without a job for so long the thread is ended. */
	idleMs: number;
}

/** What a thread is asked, with the buffers that change hands instead of being copied. */
export type ThreadJob<Question> = { question: Question; transfer?: readonly Transferable[] };

/** A thread that does one job at a time, in the order asked; it is started on demand, ended when idle, and replaced when it dies. */
export class WorkerThread<Question, Answer> {
	readonly #settings: ThreadSettings;
	#worker: Worker | null = null;
	#turn: Promise<unknown> = Promise.resolve();
	#idle: Timer | null = null;
	#closed = false;
	/** Threads started since the beginning. */
	started = 0;

	constructor(settings: ThreadSettings) {
		this.#settings = settings;
	}

	/** True while the thread exists. */
	get isRunning(): boolean {
		return this.#worker !== null;
	}

	get isClosed(): boolean {
		return this.#closed;
	}

	/**
	 * @param prepare makes the job when its turn comes: what waits takes no memory of its own
	 * @returns null when the thread died, took too long, or is closed: nothing is known of the job then
	 */
	ask(prepare: () => ThreadJob<Question>): Promise<Answer | null> {
		const answered = this.#turn.then(() => this.#run(prepare));
		this.#turn = answered.catch(() => undefined);
		return answered;
	}

	/** What is under way is abandoned: whoever stops a server must not wait for it. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#end();
		await this.#turn;
	}

	async #run(prepare: () => ThreadJob<Question>): Promise<Answer | null> {
		if (this.#closed) return null;
		const job = prepare();
		const { clock, idleMs } = this.#settings;
		if (this.#idle !== null) clock.clearTimeout(this.#idle);
		this.#idle = null;
		this.#worker ??= this.#start();
		const answer = await this.#answerOf(this.#worker, job);
		if (answer === null) await this.#end();
		else this.#idle = clock.setTimeout(() => void this.#end(), idleMs);
		return answer;
	}

	#start(): Worker {
		this.started += 1;
		// No environment: what is in it is none of this thread's business.
		const worker = new Worker(this.#settings.script, {
			env: {},
			execArgv: [],
			resourceLimits: { maxOldGenerationSizeMb: this.#settings.memoryMib },
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

	#answerOf(worker: Worker, { question, transfer = [] }: ThreadJob<Question>): Promise<Answer | null> {
		const { clock, jobMs } = this.#settings;
		return new Promise((resolve) => {
			const finish = (answer: Answer | null): void => {
				clock.clearTimeout(timer);
				worker.off('message', finish).off('exit', died).off('error', died);
				resolve(answer);
			};
			const died = (): void => finish(null);
			const timer = clock.setTimeout(died, jobMs);
			worker.once('message', finish).once('exit', died).once('error', died);
			worker.postMessage(question, transfer);
		});
	}

	async #end(): Promise<void> {
		if (this.#idle !== null) this.#settings.clock.clearTimeout(this.#idle);
		this.#idle = null;
		const worker = this.#worker;
		this.#worker = null;
		await worker?.terminate();
	}
}
