import * as Y from 'yjs';
import { digestOf } from './log-digest.ts';
import type { Fold, FoldRequest } from './ports/folder.ts';

/** How many updates are applied before other work gets its turn. */
const UPDATES_PER_TURN = 256;

/** The fold of a log is not what the log says: nothing may be written from it. */
export class FoldMismatch extends Error {
	override readonly name = 'FoldMismatch';
}

/** Folds at once, for a thread that has nothing else to do. Throws `FoldMismatch`. */
export function fold(request: FoldRequest): Fold {
	const steps = foldInSteps(request);
	for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** Folds in slices, with `pause` awaited between them. Rejects with `FoldMismatch`. */
export async function foldWithPauses(request: FoldRequest, pause: () => Promise<void>): Promise<Fold> {
	const steps = foldInSteps(request);
	for (let step = steps.next(); ; step = steps.next()) {
		if (step.done) return step.value;
		await pause();
	}
}

/**
 * One document drops what was deleted and becomes the result; a second keeps everything, as the log says it; a third is made
 * from the result. The last two must be the same document, and hold all that the snapshot they started from held.
 */
function* foldInSteps(request: FoldRequest): Generator<undefined, Fold> {
	const { snapshot, updates } = request;
	const parts = snapshot ? [snapshot, ...updates] : updates;
	const [folded, whole, again] = [new Y.Doc(), new Y.Doc({ gc: false }), new Y.Doc()];
	try {
		for (let i = 0; i < parts.length; i += UPDATES_PER_TURN) {
			const slice = parts.slice(i, i + UPDATES_PER_TURN);
			for (const document of [folded, whole]) {
				document.transact(() => {
					for (const part of slice) Y.applyUpdate(document, part);
				});
			}
			yield;
		}
		const bytes = Y.encodeStateAsUpdate(folded);
		yield;
		// As a local change, like the others: Yjs tidies a text's marks after a remote one.
		again.transact(() => Y.applyUpdate(again, bytes));
		const complete = [folded, whole, again].every(isComplete);
		if (!complete || describeDocument(whole) !== describeDocument(again)) {
			throw new FoldMismatch('the fold differs from the log');
		}
		if (snapshot && !dominates(again, snapshot)) throw new FoldMismatch('the fold has less than before');
		const proof = { snapshot: snapshot && digestOf([snapshot]), updates: digestOf(updates) };
		return { bytes, proof };
	} finally {
		for (const document of [folded, whole, again]) document.destroy();
	}
}

function isComplete(document: Y.Doc): boolean {
	return document.store.pendingStructs === null && document.store.pendingDs === null;
}

function dominates(document: Y.Doc, snapshot: Uint8Array): boolean {
	const held = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(snapshot));
	return [...held].every(([client, clock]) => Y.getState(document.store, client) >= clock);
}

/**
 * A canonical description of a document: visible content by root, in order, then the state vector and the
 * delete set. Two documents are the same when this is equal; equal state vectors alone would not say so.
 */
export function describeDocument(document: Y.Doc): string {
	// A root exists for whoever has named it: without visible content it says nothing.
	const roots = [...document.share.entries()]
		.map(([name, type]) => [name, describeType(type)] as const)
		.filter(([, { sequence, keys }]) => sequence.length > 0 || keys.length > 0);
	const clocks = [...Y.decodeStateVector(Y.encodeStateVector(document))];
	const deleted = [...Y.createDeleteSetFromStructStore(document.store).clients].map(
		([client, items]) => [client, items.map(({ clock, len }) => [clock, len])] as const,
	);
	return JSON.stringify(
		{ roots: byKey(roots), clocks: byKey(clocks), deleted: byKey(deleted) },
		(_, value: unknown) =>
			typeof value === 'bigint' || value === undefined ? `${String(value)} (${typeof value})` : value,
	);
}

type SharedType = Y.ContentType['type'];

/** Text whose letters follow each other in place and by clock. */
interface Run {
	readonly client: number;
	readonly clock: number;
	text: string;
}

/**
 * The visible content of one type, whatever its kind: its sequence and its keys, each with the id that holds it. Text in its longest runs, so
 * that it does not matter how Yjs cut it into items.
 */
function describeType(type: SharedType): { sequence: unknown[]; keys: unknown[] } {
	const sequence: unknown[] = [];
	let run: Run | null = null;
	for (let item = type._start; item !== null; item = item.right) {
		if (item.deleted) continue;
		const { client, clock } = item.id;
		if (!(item.content instanceof Y.ContentString)) {
			run = null;
			describeContent(item).forEach((content) => sequence.push(content));
		} else if (run !== null && run.client === client && run.clock + run.text.length === clock) {
			run.text += item.content.str;
		} else {
			run = { client, clock, text: item.content.str };
			sequence.push(run);
		}
	}
	const keys = [...type._map].filter(([, item]) => !item.deleted);
	return { sequence, keys: byKey(keys.map(([key, item]) => [key, describeContent(item)] as const)) };
}

/** One entry per clock, so that it does not matter how Yjs cut what is not text into items. */
function describeContent(item: Y.Item): unknown[] {
	const { client, clock } = item.id;
	const content = item.content;
	if (content instanceof Y.ContentType)
		return [[client, clock, content.type.constructor.name, describeType(content.type)]];
	if (content instanceof Y.ContentFormat) return [[client, clock, content.key, content.value]];
	return content.getContent().map((value: unknown, i: number) => [client, clock + i, value]);
}

function byKey<Key extends string | number, Value>(
	pairs: readonly (readonly [Key, Value])[],
): (readonly [Key, Value])[] {
	return [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
