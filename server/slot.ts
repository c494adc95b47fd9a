import type { Runtime } from './runtime.ts';

/**
 * The one runtime of the process. The same module may be evaluated twice (Vite's graph and Node's), so the
 * runtime is kept under a registered symbol on `globalThis`: both find the same one.
 */
interface Slot {
	current: Promise<Runtime> | null;
	closing: Promise<void>;
}

const KEY = Symbol.for('terrimed.runtime');

function slot(): Slot {
	const holder = globalThis as typeof globalThis & { [KEY]?: Slot };
	holder[KEY] ??= { current: null, closing: Promise.resolve() };
	return holder[KEY];
}

/** The runtime of this process, made by `create` if there is none; waits for a close under way. */
export function openRuntime(create: () => Promise<Runtime>): Promise<Runtime> {
	const place = slot();
	if (place.current === null) {
		const opening = place.closing.then(create);
		place.current = opening;
		opening.catch(() => {
			if (place.current === opening) place.current = null;
		});
	}
	return place.current;
}

/** The runtime if one is open or opening. */
export function currentRuntime(): Promise<Runtime> | null {
	return slot().current;
}

/** Closes the runtime, if there is one, and leaves the slot free for another. */
export function closeRuntime(): Promise<void> {
	const place = slot();
	const closed = place.current;
	if (closed !== null) {
		place.current = null;
		place.closing = closed.then(
			(runtime) => runtime.close(),
			() => undefined,
		);
	}
	return place.closing;
}
