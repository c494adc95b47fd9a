import * as Y from 'yjs';

/** A shared text as one run of characters, blocks one after the other without anything between them. */
export interface FlatText {
	/** What stands inside the text and is no character holds its place by one that nobody types. */
	readonly characters: string;
	readonly pieces: readonly TextPiece[];
}

/** One text node of the shared tree, and where it stands among the characters. */
export interface TextPiece {
	readonly text: Y.XmlText;
	readonly start: number;
	readonly length: number;
}

/** A place between two characters of one text node. */
export interface TextPoint {
	text: Y.XmlText;
	index: number;
}

/** Stands for a value embedded in a text. */
const OBJECT = '\ufffc';

/** Reads a shared text of any shape and depth; changes nothing. */
export function readFlatText(fragment: Y.XmlFragment): FlatText {
	const pieces: TextPiece[] = [];
	let characters = '';
	const rest: unknown[] = fragment.toArray().reverse();
	while (rest.length > 0) {
		const node = rest.pop();
		if (node instanceof Y.XmlText) {
			pieces.push({ text: node, start: characters.length, length: node.length });
			characters += charactersOf(node);
		} else if (node instanceof Y.XmlElement) {
			rest.push(...node.toArray().reverse());
		}
	}
	return { characters, pieces };
}

function charactersOf(text: Y.XmlText): string {
	let characters = '';
	for (let item = text._start; item !== null; item = item.right) {
		if (item.deleted || !item.countable) continue;
		characters += item.content instanceof Y.ContentString ? item.content.str : OBJECT.repeat(item.length);
	}
	return characters;
}

/** Where a place of a text node stands among the characters; null when the node is not in this text. */
export function offsetOf(flat: FlatText, point: TextPoint): number | null {
	const piece = flat.pieces.find(({ text }) => text === point.text);
	return piece === undefined ? null : piece.start + Math.min(point.index, piece.length);
}

/**
 * The place of a character among those of the text nodes. Between two nodes, the `start` of a passage is in the second and its
 * `end` in the first.
 */
export function pointAt(flat: FlatText, offset: number, side: 'start' | 'end'): TextPoint | null {
	const holds = ({ start, length }: TextPiece): boolean =>
		side === 'start'
			? offset >= start && offset < start + length
			: offset > start && offset <= start + length;
	const piece = flat.pieces.find(holds);
	return piece === undefined ? null : { text: piece.text, index: offset - piece.start };
}
