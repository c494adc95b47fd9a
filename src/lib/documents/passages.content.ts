import * as Y from 'yjs';
import { storable } from '#lib/text.ts';
import { contentOf, outlineOf } from './document.content.ts';

/** A piece of a document that can be found and linked to. */
export interface Passage {
	/** Id of the heading in the text, or of the action in the plan; empty for what has none. */
	anchor: string;
	number: string;
	heading: string;
	content: string;
}

/** Longest passage, in UTF-16 units: a longer part is several, so that a word list never passes what the database takes. */
const PASSAGE_LONGEST = 20_000;

/** Longer headings are cut: they are shown in one line. */
const HEADING_LONGEST = 160;

/** The parts of a rich text as words, in order; blocks in one line each. Reads, whatever the shape. */
export function readPassages(doc: Y.Doc): Passage[] {
	const fragment = contentOf(doc);
	const headings = new Map(outlineOf(fragment).map((entry) => [entry.index, entry]));
	const passages: Passage[] = [];
	let lines: string[] = [];
	let part: Omit<Passage, 'content'> = { anchor: '', number: '', heading: '' };
	const close = (): void => {
		const pieces = piecesOf(lines);
		if (pieces.length === 0 && part.anchor !== '') pieces.push('');
		passages.push(...pieces.map((content) => ({ ...part, content })));
		lines = [];
	};
	for (const [index, block] of fragment.toArray().entries()) {
		const heading = headings.get(index);
		if (heading !== undefined) {
			close();
			part = {
				anchor: heading.id,
				number: heading.number,
				heading: storable(heading.text).slice(0, HEADING_LONGEST),
			};
		} else if (block instanceof Y.XmlElement) {
			const line = lineOf(block);
			if (line !== '') lines.push(line);
		}
	}
	close();
	return passages;
}

/** The text of a block in one line; a walk without recursion, for trees of whatever depth. */
function lineOf(block: Y.XmlElement): string {
	const texts: string[] = [];
	const rest: unknown[] = [block];
	while (rest.length > 0) {
		const node = rest.pop();
		if (node instanceof Y.XmlText) {
			for (const part of node.toDelta() as { insert?: unknown }[]) {
				if (typeof part.insert === 'string') texts.push(part.insert);
			}
		} else if (node instanceof Y.XmlElement) {
			texts.push(' ');
			rest.push(...node.toArray().reverse());
		}
	}
	return storable(texts.join('')).replace(/\s+/gu, ' ').trim();
}

/** Lines put together up to the longest passage; a longer line is cut. */
export function piecesOf(lines: readonly string[]): string[] {
	const pieces: string[] = [];
	let piece = '';
	for (const line of lines) {
		for (let start = 0; start < line.length; start += PASSAGE_LONGEST) {
			const part = line.slice(start, start + PASSAGE_LONGEST).toWellFormed();
			if (piece !== '' && piece.length + 1 + part.length > PASSAGE_LONGEST) {
				pieces.push(piece);
				piece = '';
			}
			piece = piece === '' ? part : `${piece}\n${part}`;
		}
	}
	if (piece !== '') pieces.push(piece);
	return pieces;
}
