import * as Y from 'yjs';
import { contentOf, outlineOf } from './document.content.ts';
import { storable } from '#lib/text.ts';

/** A part of a rich text: a heading and what follows it up to the next one. */
export interface Section {
	/** « 2.1 », as the outline of the page shows it; empty before the first heading. */
	number: string;
	/** As a database keeps it: whoever writes a character that none does stops nothing. */
	heading: string;
	/** Text, nodes and attributes in a form that changes when, and only when, the content does. */
	content: string;
}

/** Longer headings are cut: they are shown in one line. */
const HEADING_LENGTH = 160;

/** Only tables, lists and quotes nest; deeper trees come from no editor and are read down to here. */
const DEPTH = 60;

/** The parts of the rich text of a document, in order. Never changes the document, whatever its shape. */
export function readSections(doc: Y.Doc): Section[] {
	const fragment = contentOf(doc);
	const outline = outlineOf(fragment);
	const sections: { number: string; heading: string; pieces: string[] }[] = [
		{ number: '', heading: '', pieces: [] },
	];
	for (const node of fragment.toArray()) {
		if (node instanceof Y.XmlElement && node.nodeName === 'heading') {
			const entry = outline[sections.length - 1];
			const heading = storable(entry?.text.slice(0, HEADING_LENGTH) ?? '');
			sections.push({ number: entry?.number ?? '', heading, pieces: [] });
		} else {
			sections.at(-1)?.pieces.push(structureOf(node));
		}
	}
	return sections
		.filter((section, index) => index > 0 || section.pieces.length > 0)
		.map(({ number, heading, pieces }) => ({ number, heading, content: pieces.join('\n') }));
}

/** The text of a node with its structure; a walk without recursion, for trees of any depth. */
function structureOf(root: unknown): string {
	const content: string[] = [];
	const rest: { node: unknown; depth: number }[] = [{ node: root, depth: 0 }];
	for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
		const { node, depth } = next;
		if (node instanceof Y.XmlText) {
			for (const piece of node.toDelta() as { insert: unknown; attributes?: unknown }[]) {
				content.push(stable(piece.insert), stable(piece.attributes));
			}
		} else if (node instanceof Y.XmlElement) {
			content.push(`<${node.nodeName} ${stable(node.getAttributes())}>`);
			if (depth < DEPTH) {
				for (const child of node.toArray().reverse()) rest.push({ node: child, depth: depth + 1 });
			}
		}
	}
	return content.join('');
}

/** Any value a shared type may hold, as text. */
function stable(value: unknown): string {
	if (value === undefined) return '';
	try {
		return JSON.stringify(value, (_key, inner: unknown) =>
			typeof inner === 'bigint' || inner instanceof Uint8Array ? String(inner) : inner,
		);
	} catch {
		return `(${typeof value})`;
	}
}
