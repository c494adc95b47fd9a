import { shownStatus, type Action } from './action.rules.ts';

/** Who waits for whom: ids of the actions that each one waits for. */
export type WaitGraph = ReadonlyMap<string, readonly string[]>;

/** The waits of the plan, those for actions that are no longer there left out. */
export function waitGraph(actions: readonly Pick<Action, 'id' | 'waitsFor'>[]): WaitGraph {
	const known = new Set(actions.map(({ id }) => id));
	return new Map(actions.map(({ id, waitsFor }) => [id, waitsFor.filter((one) => known.has(one))]));
}

/** The same, read backwards: which actions wait for each one. */
export function waitedBy(graph: WaitGraph): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, string[]>();
	for (const [id, awaited] of graph) {
		for (const one of awaited) found.set(one, [...(found.get(one) ?? []), id]);
	}
	return found;
}

/** Every id that leads from `start`, itself left out unless a way leads back to it. */
export function reachableFrom(start: string, graph: WaitGraph): ReadonlySet<string> {
	const seen = new Set<string>();
	const waiting = [...(graph.get(start) ?? [])];
	for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
		if (seen.has(id)) continue;
		seen.add(id);
		waiting.push(...(graph.get(id) ?? []));
	}
	return seen;
}

/** Whether « `id` waits for `on` » would close a ring: an action cannot wait, even from afar, for itself. */
export function wouldMakeCycle(graph: WaitGraph, wait: { id: string; on: string }): boolean {
	return wait.id === wait.on || reachableFrom(wait.on, graph).has(wait.id);
}

/**
 * The ids of the actions that wait for themselves, ring by ring. Nobody can write one, but two people may close one
 * together, each with half of it.
 */
export function cyclesOf(graph: WaitGraph): readonly ReadonlySet<string>[] {
	const rings: Set<string>[] = [];
	const placed = new Set<string>();
	const backwards = waitedBy(graph);
	for (const id of graph.keys()) {
		if (placed.has(id)) continue;
		const ahead = reachableFrom(id, graph);
		if (!ahead.has(id)) continue;
		const behind = reachableFrom(id, backwards);
		const ring = new Set([...ahead].filter((one) => behind.has(one)));
		for (const one of ring) placed.add(one);
		rings.push(ring);
	}
	return rings;
}

/** What is late on the day `today`, and what it holds back. */
export interface Delays {
	/** By late action: all that wait for it, even from afar, and are not done. */
	delays: ReadonlyMap<string, readonly string[]>;
	/** By waiting action: the late ones that it waits for, even from afar. */
	delayedBy: ReadonlyMap<string, readonly string[]>;
}

/** A late action holds back what waits for it, down to the last; what is done is held back by nothing. */
export function delaysOf(
	actions: readonly Pick<Action, 'id' | 'waitsFor' | 'status' | 'dueOn'>[],
	today: string,
): Delays {
	const byId = new Map(actions.map((action) => [action.id, action]));
	const backwards = waitedBy(waitGraph(actions));
	const delays = new Map<string, readonly string[]>();
	const delayedBy = new Map<string, string[]>();
	for (const action of actions) {
		if (shownStatus(action, today) !== 'late') continue;
		const held = [...reachableFrom(action.id, backwards)].filter(
			(id) => id !== action.id && byId.get(id)?.status !== 'done',
		);
		if (held.length > 0) delays.set(action.id, held);
		for (const id of held) delayedBy.set(id, [...(delayedBy.get(id) ?? []), action.id]);
	}
	return { delays, delayedBy };
}
