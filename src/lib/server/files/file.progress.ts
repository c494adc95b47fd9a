/** How far a file is, in percent, seen from another thread: one number in memory that both share. */
export interface FileProgress {
	/** Travels with the input of a job. */
	readonly shared: SharedArrayBuffer;
	read(): number;
}

export function openProgress(): FileProgress {
	const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
	const view = new Int32Array(shared);
	return { shared, read: () => Atomics.load(view, 0) };
}

/** Tells how far a part of the work is, which goes from a percent to another. */
export type TellProgress = (done: number, total: number) => void;

/** The other end: tells nobody when nobody asked. */
export function tellProgress(
	shared: SharedArrayBuffer | undefined,
	{ from, to }: { from: number; to: number },
): TellProgress {
	if (shared === undefined) return () => {};
	const view = new Int32Array(shared);
	return (done, total) => {
		const part = total <= 0 ? 1 : Math.min(1, done / total);
		Atomics.store(view, 0, Math.floor(from + part * (to - from)));
	};
}
