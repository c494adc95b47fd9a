/** A kind of work on files: what it is given and what it gives, by a name that the thread knows. */
export interface FileJob<Input, Output> {
	readonly name: string;
	/** Never there: they carry the types. */
	readonly input?: Input;
	readonly output?: Output;
}

/** Keeps the types of a job's input and output. Both travel between threads: plain values and bytes only. */
export function defineFileJob<Input, Output>(name: string): FileJob<Input, Output> {
	return { name };
}

/** Where files are written and read: away from the thread that carries what people type. */
export interface Files {
	/**
	 * Runs a job when its turn comes.
	 * @throws TerrimedError as the job does; `unavailable` when too many wait, or when it takes too much time or memory
	 */
	run<Input, Output>(job: FileJob<Input, Output>, input: Input): Promise<Output>;
}

/** What runs a job, in whichever thread. */
export type FileHandlers = Readonly<Record<string, (input: never) => Promise<unknown>>>;
