import * as Y from 'yjs';
import { DocumentTree, isShaped, TreeDraft, type ShapeCount } from './document-tree.ts';
import { Intervals } from './intervals.ts';
import { visitInOrder, type Run, type Struct } from './struct-order.ts';

/** A range of clocks of one client, `[from, to)`. */
export type ClockRange = { client: number; from: number; to: number };

/** What one accepted update changes in what is known of a document. */
export type UpdateEffect = {
	/** New structs, one range per client. */
	added: readonly ClockRange[];
	/** New deletions. */
	deleted: readonly ClockRange[];
	newClients: readonly number[];
	newRoots: readonly string[];
	/** New structs in the tree. */
	places: TreeDraft;
	/** Shared types among the new deletions, those of this update included. */
	removed: ShapeCount;
};

/** The structs of a stored update: one range per client, and the clocks below which some of them were shown before. */
export type StoredStructs = { ranges: ClockRange[]; repeated: Map<number, number> };

/**
 * All that the hot path needs to know of a document, without a document: the next clock of each client, what is
 * deleted, whose each client id is, and the names of the root types.
 */
export class DocumentIndex {
	readonly #clocks = new Map<number, number>();
	readonly #deleted = new Map<number, Intervals>();
	readonly #accounts: Map<number, string | null>;
	readonly #roots = new Set<string>();
	readonly tree = new DocumentTree();
	#stateVector: Uint8Array | null = null;

	constructor(accounts: Map<number, string | null> = new Map()) {
		this.#accounts = accounts;
	}

	/** The next clock of a client: everything below is known. */
	clock(client: number): number {
		return this.#clocks.get(client) ?? 0;
	}

	/** Whose a client id is: an account, null for the server itself, undefined when nobody has used it. */
	owner(client: number): string | null | undefined {
		return this.#accounts.get(client);
	}

	hasRoot(name: string): boolean {
		return this.#roots.has(name);
	}

	get rootCount(): number {
		return this.#roots.size;
	}

	/** The parts of a range that are not deleted yet. */
	notDeleted({ client, from, to }: ClockRange): ClockRange[] {
		const gaps = this.#deleted.get(client)?.missing(from, to) ?? [from, to];
		const ranges: ClockRange[] = [];
		for (let i = 0; i + 1 < gaps.length; i += 2)
			ranges.push({ client, from: gaps[i] ?? 0, to: gaps[i + 1] ?? 0 });
		return ranges;
	}

	/** Encoded state vector of everything accepted. */
	get stateVector(): Uint8Array {
		this.#stateVector ??= Y.encodeStateVector(this.#clocks);
		return this.#stateVector;
	}

	/** Takes in an accepted update, and binds its new client ids to the account. */
	apply(effect: UpdateEffect, account: string | null): void {
		this.tree.absorb(effect.places);
		this.tree.remove(effect.deleted);
		for (const { client, to } of effect.added) this.#clocks.set(client, to);
		this.#delete(effect.deleted);
		for (const client of effect.newClients) this.#accounts.set(client, account);
		for (const root of effect.newRoots) this.#roots.add(root);
		if (effect.added.length > 0) this.#stateVector = null;
	}

	/**
	 * Takes in stored bytes, which are trusted: they passed the guard when they were written. `shownOf` says how far a client's structs
	 * have been shown, when that is less than what is known.
	 */
	load(bytes: Uint8Array, shownOf = (_client: number, known: number): number => known): StoredStructs {
		const { structs, ds } = Y.decodeUpdate(bytes);
		this.#place(structs);
		const runs = new Map<number, ClockRange>();
		const repeated = new Map<number, number>();
		for (const struct of structs) {
			const { client, clock } = struct.id;
			const end = clock + struct.length;
			const run = runs.get(client);
			if (run) run.to = end;
			else {
				runs.set(client, { client, from: clock, to: end });
				const shown = shownOf(client, this.clock(client));
				if (clock < shown) repeated.set(client, shown);
			}
			if (end > this.clock(client)) this.#clocks.set(client, end);
			if (isDeletedByNature(struct)) this.#intervalsOf(client).add(clock, end);
			else if (struct instanceof Y.Item && typeof struct.parent === 'string') this.#roots.add(struct.parent);
		}
		for (const [client, items] of ds.clients) {
			if (!this.tree.isFlat) {
				for (const { clock, len } of items)
					this.tree.remove(this.notDeleted({ client, from: clock, to: clock + len }));
			}
			this.#intervalsOf(client).addAll(items.map(({ clock, len }) => [clock, clock + len]));
		}
		this.#stateVector = null;
		return { ranges: [...runs.values()], repeated };
	}

	/** Binds client ids that nobody had to an account, as the log has done. */
	bind(clients: Iterable<number>, account: string | null): void {
		for (const client of clients) if (!this.#accounts.has(client)) this.#accounts.set(client, account);
	}

	#place(structs: readonly Struct[]): void {
		const clockOf = (client: number): number => this.clock(client);
		const places = new TreeDraft(this.tree, clockOf, null);
		if (!this.tree.isFlat || structs.some(isShaped))
			visitInOrder(byClient(structs), clockOf, (struct) => places.add(struct));
		else {
			let last = -1;
			for (const { id } of structs) {
				if (id.client !== last) places.addAtTop(id.client, id.clock);
				last = id.client;
			}
		}
		this.tree.absorb(places);
	}

	#delete(ranges: readonly ClockRange[]): void {
		const grouped = new Map<number, [number, number][]>();
		for (const { client, from, to } of ranges) {
			const list = grouped.get(client);
			if (list) list.push([from, to]);
			else grouped.set(client, [[from, to]]);
		}
		for (const [client, list] of grouped) this.#intervalsOf(client).addAll(list);
	}

	#intervalsOf(client: number): Intervals {
		let intervals = this.#deleted.get(client);
		if (!intervals) this.#deleted.set(client, (intervals = new Intervals()));
		return intervals;
	}
}

/** Structs that are deletions in themselves, with or without an entry in the delete set. */
export function isDeletedByNature(struct: Y.AbstractStruct): boolean {
	return struct instanceof Y.GC || (struct instanceof Y.Item && struct.content instanceof Y.ContentDeleted);
}

function byClient(structs: readonly Struct[]): Run[] {
	const runs = new Map<number, Run>();
	for (const struct of structs) {
		const { client, clock } = struct.id;
		const run = runs.get(client);
		if (run) {
			run.to = clock + struct.length;
			run.structs.push(struct);
		} else runs.set(client, { client, from: clock, to: clock + struct.length, structs: [struct] });
	}
	return [...runs.values()];
}
