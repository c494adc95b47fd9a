import * as Y from 'yjs';

/** How many updates are applied before other work gets its turn. */
const UPDATES_PER_TURN = 256;

/** The fold of a log is not what the log says: nothing may be written from it. */
export class FoldMismatch extends Error {
	override readonly name = 'FoldMismatch';
}

/**
 * Folds a snapshot and the updates after it into one update, with garbage collection of what was deleted.
 * Yields between slices of the work. Throws `FoldMismatch` unless a fresh document made from the result
 * has the same content, state and deletions.
 */
export async function foldLog(parts: readonly Uint8Array[], pause: () => Promise<void>): Promise<Uint8Array> {
	const folded = new Y.Doc();
	for (let i = 0; i < parts.length; i += UPDATES_PER_TURN) {
		const slice = parts.slice(i, i + UPDATES_PER_TURN);
		folded.transact(() => {
			for (const part of slice) Y.applyUpdate(folded, part);
		});
		await pause();
	}
	const bytes = Y.encodeStateAsUpdate(folded);
	await pause();
	const again = new Y.Doc();
	Y.applyUpdate(again, bytes);
	const same =
		isComplete(folded) && isComplete(again) && describeDocument(folded) === describeDocument(again);
	folded.destroy();
	again.destroy();
	if (!same) throw new FoldMismatch('the fold differs from the log');
	return bytes;
}

/** Folds at once, for the rare caller that cannot wait: the size of a document near its bound. */
export function foldNow(update: Uint8Array): Uint8Array {
	const document = new Y.Doc();
	Y.applyUpdate(document, update);
	const bytes = isComplete(document) ? Y.encodeStateAsUpdate(document) : update;
	document.destroy();
	return bytes;
}

function isComplete(document: Y.Doc): boolean {
	return document.store.pendingStructs === null && document.store.pendingDs === null;
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

/** The visible content of one type, whatever its kind: its sequence and its keys, each with the id that holds it. */
function describeType(type: SharedType): { sequence: unknown[]; keys: unknown[] } {
	const sequence: unknown[] = [];
	for (let item = type._start; item !== null; item = item.right) {
		if (!item.deleted) describeContent(item).forEach((content) => sequence.push(content));
	}
	const keys = [...type._map].filter(([, item]) => !item.deleted);
	return { sequence, keys: byKey(keys.map(([key, item]) => [key, describeContent(item)] as const)) };
}

/** One entry per clock, so that it does not matter how Yjs cut the text into items. */
function describeContent(item: Y.Item): unknown[] {
	const { client, clock } = item.id;
	const content = item.content;
	if (content instanceof Y.ContentType)
		return [[client, clock, content.type.constructor.name, describeType(content.type)]];
	if (content instanceof Y.ContentFormat) return [[client, clock, content.key, content.value]];
	if (content instanceof Y.ContentString)
		return Array.from(content.str.split(''), (unit, i) => [client, clock + i, unit]);
	return content.getContent().map((value: unknown, i: number) => [client, clock + i, value]);
}

function byKey<Key extends string | number, Value>(
	pairs: readonly (readonly [Key, Value])[],
): (readonly [Key, Value])[] {
	return [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
