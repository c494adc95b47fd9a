import * as Y from 'yjs';
import { safeHref } from './link.rules.ts';

/** What a kind of document may hold: names of nodes and marks, each with the names of its attributes. */
export interface ContentShape {
	nodes: ReadonlyMap<string, ReadonlySet<string>>;
	marks: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What stands in a document and is none of its kind: how often, and nothing of what it says. */
export interface UnknownContent {
	roots: number;
	nodes: number;
	marks: number;
	attributes: number;
	/** Links to an address that is not one to follow. */
	links: number;
	/** Keys of a map that nothing reads. */
	fields: number;
}

export function nothingUnknown(): UnknownContent {
	return { roots: 0, nodes: 0, marks: 0, attributes: 0, links: 0, fields: 0 };
}

export function totalUnknown(unknown: UnknownContent): number {
	return Object.values(unknown).reduce((sum: number, count: number) => sum + count, 0);
}

/** Counts the root types that hold something and have another name than those of the kind. Reads; makes no root. */
export function countUnknownRoots(
	doc: Y.Doc,
	known: readonly string[],
	unknown: UnknownContent,
): UnknownContent {
	for (const [name, type] of doc.share) {
		if (!known.includes(name) && holdsSomething(type)) unknown.roots += 1;
	}
	return unknown;
}

function holdsSomething(type: Y.ContentType['type']): boolean {
	for (let item = type._start; item !== null; item = item.right) if (!item.deleted) return true;
	return [...type._map.values()].some((item) => !item.deleted);
}

/** Counts what a rich text holds that its schema does not know; a walk without recursion. Never changes the document. */
export function countUnknownText(
	fragment: Y.XmlFragment,
	shape: ContentShape,
	unknown: UnknownContent,
): UnknownContent {
	const waiting: unknown[] = fragment.toArray();
	while (waiting.length > 0) {
		const node = waiting.pop();
		if (node instanceof Y.XmlText) countInText(node, shape, unknown);
		else if (node instanceof Y.XmlElement) {
			const attributes = shape.nodes.get(node.nodeName);
			if (attributes === undefined) unknown.nodes += 1;
			else {
				const said: Record<string, unknown> = node.getAttributes();
				unknown.attributes += countOthers(Object.keys(said), attributes);
				if (typeof said.source === 'string' && safeHref(said.source) === null) unknown.links += 1;
			}
			waiting.push(...node.toArray());
		} else unknown.nodes += 1;
	}
	return unknown;
}

/** The editor's binding adds a hash to the name of a mark that may lie over itself. */
const HASH = /--[a-zA-Z0-9+/=]{8}$/;

function countInText(text: Y.XmlText, shape: ContentShape, unknown: UnknownContent): void {
	for (const part of text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
		if (typeof part.insert !== 'string') unknown.nodes += 1;
		for (const [key, value] of Object.entries(part.attributes ?? {})) {
			const name = key.replace(HASH, '');
			const attributes = shape.marks.get(name);
			if (attributes === undefined) {
				unknown.marks += 1;
				continue;
			}
			if (typeof value !== 'object' || value === null) continue;
			unknown.attributes += countOthers(Object.keys(value), attributes);
			if ('href' in value && safeHref(value.href) === null) unknown.links += 1;
		}
	}
}

/** How many of these names are none of the known ones. */
export function countOthers(names: Iterable<string>, known: ReadonlySet<string>): number {
	let others = 0;
	for (const name of names) if (!known.has(name)) others += 1;
	return others;
}
