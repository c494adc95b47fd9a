import type { Server } from './person.ts';

/** Everything a job needs to know, told by the process that measures. */
export type JobOptions = {
	server: Server;
	/** One for each client. */
	seats: { document: string; cookie: string | null }[];
};

/** Work of the load generator: set up once, run any number of times. */
export type Job<Run, Result> = {
	run(options: Run): Promise<Result>;
	close(): void;
};

/** Forty or fifty at a time: a storm, and not a queue of the kernel that overflows. */
const AT_ONCE = 50;

/** Does something for each, a few at a time. */
export async function forEach<Item>(
	items: readonly Item[],
	work: (item: Item) => Promise<unknown>,
): Promise<void> {
	const waiting = [...items];
	const worker = async (): Promise<void> => {
		for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Client ids as Yjs draws them: 32 bits. */
export function clientIdOf(index: number): number {
	return 3_000_000_000 + index * 7_919;
}

export function wait(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
