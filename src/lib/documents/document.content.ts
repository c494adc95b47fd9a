import { ROOT } from '#lib/collaboration/protocol.ts';
import * as Y from 'yjs';

/** One heading of a document. */
export type OutlineEntry = {
	/** The same for everybody and through renaming and moving: where the heading was made in the shared text. */
	id: string;
	level: 1 | 2 | 3;
	text: string;
	/** « 2.1 », as its author wrote it before the text, or from the order of headings. */
	number: string;
	/** Its place among the first level of blocks. */
	index: number;
};

/** The rich text of a document. */
export function contentOf(doc: Y.Doc): Y.XmlFragment {
	return doc.getXmlFragment(ROOT.content);
}

/** Id of an element of the text: stable, short, fit for an address (`#p-12-7`). */
export function elementId(element: Y.XmlElement): string | null {
	const made = element._item?.id;
	return made === undefined ? null : `p-${made.client}-${made.clock}`;
}

/** The headings of a text, those of its first level of blocks only. Reads; never throws on a strange shape. */
export function outlineOf(fragment: Y.XmlFragment): OutlineEntry[] {
	const entries: Omit<OutlineEntry, 'number'>[] = [];
	for (const [index, block] of fragment.toArray().entries()) {
		if (!(block instanceof Y.XmlElement) || block.nodeName !== 'heading') continue;
		const id = elementId(block);
		if (id === null) continue;
		const level: unknown = block.getAttribute('level');
		entries.push({ id, level: level === 2 || level === 3 ? level : 1, text: plainText(block).trim(), index });
	}
	return numbered(entries);
}

/** The text of an element, marks and embedded values left out. */
export function plainText(node: Y.XmlElement | Y.XmlFragment): string {
	let text = '';
	for (const child of node.toArray()) {
		if (child instanceof Y.XmlText) {
			for (const part of child.toDelta() as { insert?: unknown }[]) {
				if (typeof part.insert === 'string') text += part.insert;
			}
		} else if (child instanceof Y.XmlElement) {
			text += ` ${plainText(child)}`;
		}
	}
	return text;
}

/** A number that the author wrote before the text of a heading: « 2.1 Une génération qui part ». */
const OWN_NUMBER = /^(\d{1,3}(?:\.\d{1,3})*)[.)]?\s+/;

/** Numbers as in a book: a level deeper than the first heading's starts again from 1 after each shallower one. */
function numbered(entries: readonly Omit<OutlineEntry, 'number'>[]): OutlineEntry[] {
	const counts = [0, 0, 0];
	const shallowest = Math.min(...entries.map((entry) => entry.level), 3);
	return entries.map((entry) => {
		const depth = entry.level - shallowest;
		counts[depth] = (counts[depth] ?? 0) + 1;
		counts.fill(0, depth + 1);
		// A level that was jumped over counts as its first.
		const number = counts.slice(0, depth + 1).map((count) => Math.max(count, 1));
		const own = OWN_NUMBER.exec(entry.text);
		if (own !== null) return { ...entry, number: own[1] ?? '', text: entry.text.slice(own[0].length) };
		return { ...entry, number: number.join('.') };
	});
}
