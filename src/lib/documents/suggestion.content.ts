import { diffArrays } from 'diff';
import type * as Y from 'yjs';
import { anchorAt, findPassage, PASSAGE_LONGEST, type Anchor } from './comment-anchor.content.ts';
import { tokensOf } from './difference.rules.ts';
import type { FlatText, TextPiece } from './flat-text.content.ts';

/** What a suggestion is about: words, or for an insertion a place among the words around it. */
export interface SuggestedPlace {
	anchor: Anchor;
	/** Of an insertion: where in the anchor's passage; null when the whole passage is concerned. */
	at: number | null;
}

/** Where a suggestion stands in a text as it is now. */
export type Standing =
	/** Its words are there as they were: `length` of them in a text node (none for an insertion). */
	| { kind: 'intact'; text: Y.XmlText; index: number; length: number }
	/** Its characters are there, among or without others; `now` is what is read in their place, from a text node on. */
	| { kind: 'changed'; now: string; text: Y.XmlText; index: number; length: number }
	/** Nothing of them is left. */
	| { kind: 'gone' };

/** Why nothing can be proposed for a selection. */
export type PlaceRefusal = 'several-blocks' | 'empty' | 'too-long' | 'not-text';

/** What stands around the place of an insertion, in characters: enough to find it again when its block is made anew. */
const AROUND = 24;

/** Words that share almost nothing are replaced whole: beyond this the search for what they share is not worth it. */
const MAX_EDITS = 500;

/** Stands in a flat text for what is no character. */
const OBJECT = '\ufffc';

/**
 * The place of a suggestion for a part of one text node, in its own characters; an insertion where the part is empty.
 * Between two texts nothing is proposed: words have one place, and one block, or none.
 */
export function placeAt(
	flat: FlatText,
	part: { piece: TextPiece; from: number; to: number },
): SuggestedPlace | PlaceRefusal {
	const { piece, from, to } = part;
	if (from < 0 || to > piece.length || piece.length === 0) return 'empty';
	if (to - from > PASSAGE_LONGEST) return 'too-long';
	const words = flat.characters.slice(piece.start, piece.start + piece.length);
	const isInsertion = from === to;
	const around = isInsertion ? roomAround(words, from) : { from, to };
	if (around.to === around.from || words.slice(around.from, around.to).includes(OBJECT)) return 'not-text';
	const anchor = anchorAt(flat, piece.start + around.from, piece.start + around.to);
	if (anchor === null) return 'too-long';
	return { anchor, at: isInsertion ? from - around.from : null };
}

/** The characters beside a place, down to what is no text; no half of a character at either end. */
function roomAround(words: string, at: number): { from: number; to: number } {
	const object = words.lastIndexOf(OBJECT, at - 1);
	const next = words.indexOf(OBJECT, at);
	let from = Math.max(at - AROUND, at === 0 ? 0 : object + 1, 0);
	let to = Math.min(at + AROUND, next === -1 ? words.length : next);
	if (isLowHalf(words.charCodeAt(from))) from += 1;
	if (isLowHalf(words.charCodeAt(to))) to -= 1;
	return { from: Math.min(from, at), to: Math.max(to, at) };
}

const isLowHalf = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * Where a suggestion stands. It is `intact` only when what it quotes is there to the letter, in one text node, where its own
 * characters are (or, once its block was made anew, where the same words stand between the same neighbours): only then can it be
 * applied. An insertion asks for less: the two characters it goes between are still side by side.
 */
export function standingOf(doc: Y.Doc, flat: FlatText, { anchor, at }: SuggestedPlace): Standing {
	if (at !== null) {
		const between = standingBetween({ doc, flat, anchor, at });
		if (between !== null) return between;
	}
	const found = findPassage(doc, flat, anchor);
	if (found === null) return { kind: 'gone' };
	const now = flat.characters.slice(found.from, found.to);
	const whole = pieceHolding(flat, found);
	const piece = whole ?? pieceHolding(flat, { from: found.from, to: found.from + 1 });
	if (piece === null) return { kind: 'gone' };
	const index = found.from - piece.start;
	if (whole === null || now !== anchor.passage) {
		const length = Math.min(now.length, piece.length - index);
		return { kind: 'changed', now, text: piece.text, index, length };
	}
	return { kind: 'intact', text: piece.text, index: index + (at ?? 0), length: at === null ? now.length : 0 };
}

function standingBetween(insertion: {
	doc: Y.Doc;
	flat: FlatText;
	anchor: Anchor;
	at: number;
}): Standing | null {
	const { doc, flat, anchor, at } = insertion;
	const [first, last] = [Math.max(at - 1, 0), Math.min(at + 1, anchor.passage.length)];
	const beside: Anchor = {
		runs: partOfRuns(anchor, first, last),
		passage: anchor.passage.slice(first, last),
		before: '',
		after: '',
	};
	const found = findPassage(doc, flat, beside);
	if (found === null || found.to - found.from !== last - first) return null;
	const piece = pieceHolding(flat, found);
	if (piece === null) return null;
	return { kind: 'intact', text: piece.text, index: found.from - piece.start + at - first, length: 0 };
}

/** The runs of a part of a passage. */
function partOfRuns({ runs }: Anchor, from: number, to: number): Anchor['runs'] {
	let start = 0;
	return runs.flatMap(([client, clock, length]) => {
		const [first, last] = [Math.max(from - start, 0), Math.min(to - start, length)];
		start += length;
		return first < last ? [[client, clock + first, last - first] as const] : [];
	});
}

function pieceHolding({ pieces }: FlatText, part: { from: number; to: number }): TextPiece | null {
	return pieces.find(({ start, length }) => start <= part.from && part.to <= start + length) ?? null;
}

type Marks = Record<string, unknown>;
type Operation = { retain: number } | { delete: number } | { insert: string; attributes: Marks };

/**
 * Writes the proposed words where a suggestion stands, and nothing else. Words that both have stay as they are, with what is
 * anchored to them; new ones take the marks of those they replace, or of those on both sides. Call it inside a transaction.
 */
export function applyWords(place: Extract<Standing, { kind: 'intact' }>, proposed: string): void {
	const { text, index, length } = place;
	const { words, marks } = readUnits(text);
	const operations: Operation[] = [{ retain: index }];
	let at = index;
	let replaced: Marks | null = null;
	const present = words.slice(index, index + length);
	for (const change of changesOf(present, proposed)) {
		const piece = change.value.join('');
		if (change.added) {
			const attributes: Marks = replaced ?? sharedMarks(marks[at - 1], marks[at]);
			operations.push({ insert: piece, attributes });
			continue;
		}
		replaced = change.removed ? (marks[at] ?? null) : null;
		operations.push(change.removed ? { delete: piece.length } : { retain: piece.length });
		at += piece.length;
	}
	text.applyDelta(operations);
}

type Change = { value: string[]; added: boolean; removed: boolean };

function changesOf(present: string, proposed: string): Change[] {
	const [old, fresh] = [tokensOf(present), tokensOf(proposed)];
	const taken: Change = { value: old, added: false, removed: true };
	const given: Change = { value: fresh, added: true, removed: false };
	return diffArrays(old, fresh, { maxEditLength: MAX_EDITS }) ?? [taken, given];
}

/** Each unit of a text with its marks; what is no text holds its place. */
function readUnits(text: Y.XmlText): { words: string; marks: Marks[] } {
	let words = '';
	const marks: Marks[] = [];
	for (const { insert, attributes } of text.toDelta() as { insert: unknown; attributes?: Marks }[]) {
		const piece = typeof insert === 'string' ? insert : OBJECT;
		words += piece;
		for (let index = 0; index < piece.length; index += 1) marks.push(attributes ?? {});
	}
	return { words, marks };
}

/** Of what is before and after a place, the marks that both have; at an end, those of the one there is. */
function sharedMarks(before: Marks | undefined, after: Marks | undefined): Marks {
	if (before === undefined || after === undefined) return before ?? after ?? {};
	const same = ([name, value]: [string, unknown]): boolean =>
		JSON.stringify(after[name]) === JSON.stringify(value);
	return Object.fromEntries(Object.entries(before).filter(same));
}
