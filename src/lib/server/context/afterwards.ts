/** Work done after the answer; see `Context.afterwards`. */
export interface Afterwards {
	add(work: () => Promise<void>): void;
	/** Resolves when all the work added so far is done. */
	settled(): Promise<void>;
}

/** Begins each piece of work once the present turn is over; one that fails is reported and stops nothing. */
export function createAfterwards(reportError: (error: unknown) => void): Afterwards {
	const running = new Set<Promise<void>>();
	return {
		add(work) {
			const done = new Promise<void>((resolve) => setImmediate(resolve))
				.then(work)
				.catch(reportError)
				.finally(() => running.delete(done));
			running.add(done);
		},
		async settled() {
			while (running.size > 0) await Promise.all(running);
		},
	};
}
