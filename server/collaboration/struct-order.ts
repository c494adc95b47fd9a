import * as Y from 'yjs';

export type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

/** Consecutive structs of one client. */
export type Run = { client: number; from: number; to: number; structs: Struct[] };

type Progress = {
	reached: Map<number, number>;
	position: Map<number, number>;
	clockOf: (client: number) => number;
	visit: (struct: Struct) => void;
};

/**
 * Visits every new struct once all those it names are known or visited; false when some never can be. Yjs would keep the rest pending
 * for ever, in every browser. A struct may name only earlier ones of its own client: Yjs reads those unchecked.
 */
export function visitInOrder(
	runs: readonly Run[],
	clockOf: (client: number) => number,
	visit: (struct: Struct) => void,
): boolean {
	const fresh = runs.filter((run) => run.to > clockOf(run.client));
	const reached = new Map(fresh.map((run) => [run.client, clockOf(run.client)]));
	const position = new Map(fresh.map((run) => [run.client, 0]));
	const waiting = new Map<number, Run[]>();
	const ready = [...fresh];
	for (let run = ready.pop(); run; run = ready.pop()) {
		const before = position.get(run.client);
		const missing = advance(run, { reached, position, clockOf, visit });
		if (missing === 'impossible') return false;
		if (missing !== null) {
			if (!reached.has(missing)) return false;
			const others = waiting.get(missing);
			if (others) others.push(run);
			else waiting.set(missing, [run]);
		}
		// Only progress wakes the others: two runs that wait for each other end the loop.
		if (position.get(run.client) === before) continue;
		ready.push(...(waiting.get(run.client) ?? []));
		waiting.delete(run.client);
	}
	return fresh.every((run) => position.get(run.client) === run.structs.length);
}

/** Goes on through a run until a struct whose client must come first; null at its end. */
function advance(run: Run, progress: Progress): number | 'impossible' | null {
	const { reached, position, clockOf, visit } = progress;
	const known = clockOf(run.client);
	for (let i = position.get(run.client) ?? 0; i < run.structs.length; i++) {
		const struct = run.structs[i];
		if (!struct) break;
		const end = struct.id.clock + struct.length;
		if (end <= known) continue;
		if (struct instanceof Y.Item) {
			const missing =
				missingFor(struct, struct.origin, progress) ??
				missingFor(struct, struct.rightOrigin, progress) ??
				(struct.parent instanceof Y.ID ? missingFor(struct, struct.parent, progress) : null);
			if (missing === 'impossible') return missing;
			if (missing !== null) {
				position.set(run.client, i);
				return missing;
			}
		}
		visit(struct);
		reached.set(run.client, end);
	}
	position.set(run.client, run.structs.length);
	return null;
}

/** The client that must come first, for one struct that an item names; null when that one is there. */
function missingFor(
	item: Y.Item,
	named: Y.ID | null,
	{ reached, clockOf }: Progress,
): number | 'impossible' | null {
	if (named === null) return null;
	const { client, clock } = named;
	if (client === item.id.client) return clock >= item.id.clock ? 'impossible' : null;
	return clock >= (reached.get(client) ?? clockOf(client)) ? client : null;
}
