// The process of the people of a chaos run: their pages with the browser's own code, and the hostile client.
import { Actor, type ActorOptions, type Edit, type Expected } from './actor.ts';
import { canonicalJson, describeStructs, likenessOf, type Likeness } from './describe.ts';
import { Hostile, type HostileOptions } from './hostile.ts';
import { tokensIn } from './writing.ts';

/** What one page shows and believes at the end. */
export interface PageState extends Likeness {
	name: string;
	tokens: string[];
	isSettled: boolean;
	waiting: number;
	closed: number | null;
}

/** What the pages know at one instant. */
export interface Sight {
	expected: Record<string, Expected>;
	/** Tokens that somebody else than their author has seen. */
	seen: string[];
}

export interface Journal {
	name: string;
	acknowledged: number;
	edits: readonly Edit[];
	expected: Record<string, Expected>;
}

const actors = new Map<string, Actor>();
let hostile: Hostile | null = null;

const actorOf = (name: string): Actor => {
	const actor = actors.get(name);
	if (!actor) throw new Error(`nobody called ${name}`);
	return actor;
};

/** Everything the harness may ask of this process. */
const calls = {
	open(options: ActorOptions): void {
		actors.set(options.name, new Actor(options));
	},
	openHostile(options: HostileOptions): void {
		hostile = new Hostile(options);
	},
	act(name: string): void {
		actorOf(name).act();
	},
	attack(seenBy: string): void {
		const { doc, awareness } = actorOf(seenBy).session;
		hostile?.act(doc, [...awareness.getStates().keys()]);
	},
	attacks: (): Record<string, number> => hostile?.sent ?? {},
	revoked(): void {
		if (hostile) hostile.isRevoked = true;
	},
	reload(name: string, onOtherDevice: boolean): void {
		actorOf(name).reload(onOtherDevice);
	},
	retry(name: string): void {
		actorOf(name).session.retry();
	},
	closeOne(name: string): void {
		actorOf(name).close();
		actors.delete(name);
	},
	sight(names: readonly string[]): Sight {
		const all = names.map(actorOf);
		return {
			expected: Object.assign({}, ...all.map((actor) => actor.expectations())) as Sight['expected'],
			seen: [...new Set(all.flatMap((actor) => actor.seen()))],
		};
	},
	settled: (names: readonly string[]): boolean => names.every((name) => actorOf(name).isSettled),
	states: (names: readonly string[]): PageState[] => names.map((name) => stateOf(actorOf(name))),
	dump(name: string): { content: string; structs: string } {
		const { doc } = actorOf(name).session;
		return { content: canonicalJson(doc), structs: describeStructs(doc) };
	},
	journals: (names: readonly string[]): Journal[] =>
		names.map((name) => {
			const { acknowledged, edits } = actorOf(name);
			return { name, acknowledged, edits, expected: actorOf(name).expectations() };
		}),
	closeAll(): void {
		for (const actor of actors.values()) actor.close();
		actors.clear();
		hostile?.close();
		hostile = null;
	},
};
export type ActorCalls = typeof calls;

function stateOf(actor: Actor): PageState {
	const { doc } = actor.session;
	return {
		name: actor.name,
		...likenessOf(doc),
		tokens: tokensIn(doc),
		isSettled: actor.isSettled,
		waiting: actor.pending,
		closed: actor.session.closed,
	};
}

process.on('message', ({ id, call, given }: { id: number; call: keyof ActorCalls; given: unknown[] }) => {
	try {
		const answer = (calls[call] as (...given: unknown[]) => unknown)(...given);
		process.send?.({ id, answer });
	} catch (error) {
		process.send?.({ id, error: String(error instanceof Error ? error.stack : error) });
	}
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
