import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { ClockRange, DocumentIndex, UpdateEffect } from './document-index.ts';
import { isDeletedByNature } from './document-index.ts';
import { TreeDraft, type ShapeCount } from './document-tree.ts';
import type { Limits } from './limits.ts';
import { BadFrame } from './messages.ts';
import { visitInOrder, type Run } from './struct-order.ts';
import type { DecodedUpdate } from './update-content.ts';

export type Verdict =
	/** Everything in it is known already. */
	| { kind: 'known' }
	/** It builds on something this server has not: ask again. */
	| { kind: 'gap' }
	/** It brings structs under a client id of someone else. */
	| { kind: 'forged'; client: number }
	/** To be stored: exactly what is new of it, and what that changes. */
	| { kind: 'new'; bytes: Uint8Array; trimmed: boolean; clientId: number | null; effect: UpdateEffect };

export type Author = {
	account: string | null;
	/** Whose a client id is by presence alone, before any struct: undefined when nobody's. */
	reservedBy(client: number): string | undefined;
	/** Whether they may be the first to use a client id. */
	mayTake(client: number): boolean;
};

/**
 * Judges a decoded update against what is known of the document, without applying it. An update that overlaps what is
 * known is cut down to what is new: stored updates then never overlap, so that no order of merging can prefer a later
 * version of a struct to the first.
 */
export function judgeUpdate(input: {
	bytes: Uint8Array;
	update: DecodedUpdate;
	index: DocumentIndex;
	author: Author;
	/** Whether the document is a text: what stands at its root is then shown by an editor. */
	isText: boolean;
	limits: Pick<Limits, 'ROOT_TYPES' | 'VALUE_DEPTH' | 'ATTRIBUTE_BYTES' | 'FIELD_BYTES'>;
}): Verdict {
	const { bytes, update, index, author } = input;
	if (update.hasSkips) return { kind: 'gap' };
	const added: ClockRange[] = [];
	const newClients: number[] = [];
	for (const run of update.runs) {
		const known = index.clock(run.client);
		if (run.to <= known) continue;
		const ownership = ownershipOf(run.client, index, author);
		if (ownership === 'other') return { kind: 'forged', client: run.client };
		if (run.from > known) return { kind: 'gap' };
		if (ownership === 'none') newClients.push(run.client);
		added.push({ client: run.client, from: known, to: run.to });
	}
	const places = new TreeDraft(index.tree, (client) => index.clock(client), input);
	const ordered = visitInOrder(
		update.runs,
		(client) => index.clock(client),
		(struct) => places.add(struct),
	);
	if (!ordered) return { kind: 'gap' };
	const deletes = newDeletes(update, index, added);
	if (!deletes) return { kind: 'gap' };
	if (added.length === 0 && deletes.fresh.length === 0) return { kind: 'known' };
	const newRoots = rootsOf(update, index);
	if (index.rootCount + newRoots.length > input.limits.ROOT_TYPES) throw new BadFrame('too many root types');
	const trimmed = deletes.overlap || update.runs.some((run) => run.from < index.clock(run.client));
	return {
		kind: 'new',
		bytes: trimmed ? trim({ bytes, update, index, deletes: deletes.fresh }) : bytes,
		trimmed,
		clientId: added[0]?.client ?? null,
		effect: {
			added,
			deleted: [...deletes.fresh, ...deletedByNature(update.runs, index)],
			newClients,
			newRoots,
			places,
			removed: sumOf(index.tree.count(deletes.fresh), places.count(deletes.fresh)),
		},
	};
}

function sumOf(one: ShapeCount, other: ShapeCount): ShapeCount {
	return { nodes: one.nodes + other.nodes, blocks: one.blocks + other.blocks };
}

function ownershipOf(client: number, index: DocumentIndex, author: Author): 'own' | 'none' | 'other' {
	const owner = index.owner(client);
	if (owner !== undefined) return owner === author.account ? 'own' : 'other';
	// Known structs without an owner were written before ids were bound: nobody may continue them.
	if (index.clock(client) > 0) return 'other';
	const reserved = author.reservedBy(client);
	if (reserved !== undefined) return reserved === author.account ? 'none' : 'other';
	return author.mayTake(client) ? 'none' : 'other';
}

/** The deletions that are new; null when one names a struct that is neither known nor in this update. */
function newDeletes(
	update: DecodedUpdate,
	index: DocumentIndex,
	added: readonly ClockRange[],
): { fresh: ClockRange[]; overlap: boolean } | null {
	const fresh: ClockRange[] = [];
	let overlap = false;
	for (const [client, items] of update.deletes.clients) {
		const end = added.find((range) => range.client === client)?.to ?? index.clock(client);
		for (const { clock, len } of items) {
			if (clock + len > end) return null;
			const parts = index.notDeleted({ client, from: clock, to: clock + len });
			const [first] = parts;
			if (parts.length !== 1 || first?.from !== clock || first.to !== clock + len) overlap = true;
			fresh.push(...parts);
		}
	}
	return { fresh, overlap };
}

function deletedByNature(runs: readonly Run[], index: DocumentIndex): ClockRange[] {
	const ranges: ClockRange[] = [];
	for (const { client, structs } of runs) {
		const known = index.clock(client);
		for (const struct of structs) {
			const to = struct.id.clock + struct.length;
			if (to > known && isDeletedByNature(struct))
				ranges.push({ client, from: Math.max(known, struct.id.clock), to });
		}
	}
	return ranges;
}

function rootsOf(update: DecodedUpdate, index: DocumentIndex): string[] {
	const roots: string[] = [];
	for (const { structs } of update.runs) {
		for (const struct of structs) {
			if (!(struct instanceof Y.Item) || typeof struct.parent !== 'string') continue;
			if (!index.hasRoot(struct.parent) && !roots.includes(struct.parent)) roots.push(struct.parent);
		}
	}
	return roots;
}

/** The same update without the structs and deletions that are known. */
function trim(input: {
	bytes: Uint8Array;
	update: DecodedUpdate;
	index: DocumentIndex;
	deletes: readonly ClockRange[];
}): Uint8Array {
	const known = new Map(input.update.runs.map(({ client }) => [client, input.index.clock(client)]));
	const rest = Y.diffUpdate(input.bytes, Y.encodeStateVector(known));
	const all = encodeDeletes(
		[...input.update.deletes.clients].flatMap(([client, items]) =>
			items.map(({ clock, len }) => ({ client, from: clock, to: clock + len })),
		),
	);
	const structs = rest.subarray(0, rest.length - all.length);
	if (!endsWith(rest, all)) throw new BadFrame('update cannot be cut down');
	const fresh = encodeDeletes(input.deletes);
	const bytes = new Uint8Array(structs.length + fresh.length);
	bytes.set(structs);
	bytes.set(fresh, structs.length);
	return bytes;
}

/** An update without what it deletes of a document as it is known. Throws `BadFrame` when it cannot be cut so. */
export function withoutDeletions(bytes: Uint8Array, update: DecodedUpdate, index: DocumentIndex): Uint8Array {
	const deletes = [...update.deletes.clients].flatMap(([client, items]) =>
		items
			.map(({ clock, len }) => ({
				client,
				from: Math.max(clock, index.clock(client)),
				to: clock + len,
			}))
			.filter(({ from, to }) => from < to),
	);
	return trim({ bytes, update, index, deletes });
}

/** What an update deletes of a document as it is known, alone; null when that is nothing new. */
export function deletionsIn(update: DecodedUpdate, index: DocumentIndex): Uint8Array | null {
	const ranges = [...update.deletes.clients].flatMap(([client, items]) =>
		items.flatMap(({ clock, len }) =>
			index.notDeleted({ client, from: clock, to: Math.min(clock + len, index.clock(client)) }),
		),
	);
	if (ranges.length === 0) return null;
	const deletes = encodeDeletes(ranges);
	const bytes = new Uint8Array(1 + deletes.length);
	bytes.set(deletes, 1);
	return bytes;
}

/** Yjs's own encoding of a delete set, version 1: clients in descending order. */
function encodeDeletes(ranges: readonly ClockRange[]): Uint8Array {
	const byClient = new Map<number, ClockRange[]>();
	for (const range of ranges) {
		const list = byClient.get(range.client);
		if (list) list.push(range);
		else byClient.set(range.client, [range]);
	}
	const encoder = new encoding.Encoder();
	encoding.writeVarUint(encoder, byClient.size);
	for (const [client, list] of [...byClient].sort(([a], [b]) => b - a)) {
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, list.length);
		for (const { from, to } of list) {
			encoding.writeVarUint(encoder, from);
			encoding.writeVarUint(encoder, to - from);
		}
	}
	return encoding.toUint8Array(encoder);
}

function endsWith(bytes: Uint8Array, tail: Uint8Array): boolean {
	const offset = bytes.length - tail.length;
	return offset >= 0 && tail.every((byte, i) => bytes[offset + i] === byte);
}
