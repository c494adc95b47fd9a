import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TerrimedError } from '#lib/errors.ts';
import { busy, unreasonable } from '#lib/server/files/file.faults.ts';
import { FILE_LIMITS } from '#lib/server/files/file.limits.ts';
import type { FileJob, Files } from '#lib/server/files/files.ts';
import { WorkerThread } from '../collaboration/adapters/worker-thread.ts';
import type { Clock } from '../collaboration/ports/clock.ts';
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

/** Files are written and read in a thread of their own, one at a time; those who wait are counted. */
export class FileThread implements Files {
	readonly #thread: WorkerThread<FileQuestion, FileAnswer>;
	readonly #waitingAtMost: number;
	#waiting = 0;

	constructor(clock: Clock, limits: Partial<FileThreadLimits> = {}) {
		const { waiting, ...bounds } = { ...LIMITS, ...limits };
		this.#waitingAtMost = waiting;
		this.#thread = new WorkerThread({ clock, script: pathToFileURL(resolve(SCRIPT)), ...bounds });
	}

	/** True while the thread exists. */
	get isRunning(): boolean {
		return this.#thread.isRunning;
	}

	async run<Input, Output>(job: FileJob<Input, Output>, input: Input): Promise<Output> {
		if (this.#waiting >= this.#waitingAtMost) throw busy();
		this.#waiting += 1;
		try {
			const answer = await this.#thread.ask(() => ({ question: { name: job.name, input } }));
			if (answer === null) throw this.#thread.isClosed ? busy() : unreasonable();
			if (answer.ok) return answer.output as Output;
			if (answer.code === null) throw new Error(`a file could not be made or read: ${answer.message}`);
			throw new TerrimedError(answer.code, answer.message);
		} finally {
			this.#waiting -= 1;
		}
	}

	/** What is under way is abandoned: whoever stops a server must not wait for a file. */
	close(): Promise<void> {
		return this.#thread.close();
	}
}
