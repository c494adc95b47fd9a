import * as Y from 'yjs';

/** Words shown so that an author recognises what they wrote, in characters. */
const EXCERPT = 160;

/** What an update would do, in numbers and in its author's own words. */
export interface UpdateSummary {
	/** Pieces written, and places deleted. */
	edits: number;
	excerpt: string;
}

/** Reads an update without a document: of what it refers to nothing is known. */
export function summarizeUpdate(bytes: Uint8Array): UpdateSummary {
	const { structs, ds } = Y.decodeUpdate(bytes);
	const words: string[] = [];
	let edits = 0;
	for (const struct of structs) {
		if (!(struct instanceof Y.Item)) continue;
		const { content } = struct;
		if (content instanceof Y.ContentType || content instanceof Y.ContentDeleted) continue;
		edits += 1;
		if (content instanceof Y.ContentString) words.push(content.str);
	}
	for (const items of ds.clients.values()) edits += items.length;
	return { edits: Math.max(1, edits), excerpt: words.join(' ').trim().slice(0, EXCERPT) };
}

/** Blocks of a document: paragraphs, tables, actions. */
export function countBlocks(doc: Y.Doc): number {
	let blocks = 0;
	for (const type of doc.share.values()) {
		for (let item = type._start; item !== null; item = item.right) blocks += isBlock(item) ? 1 : 0;
		for (const item of type._map.values()) blocks += isBlock(item) ? 1 : 0;
	}
	return blocks;
}

function isBlock(item: Y.Item): boolean {
	return !item.deleted && item.content instanceof Y.ContentType;
}
