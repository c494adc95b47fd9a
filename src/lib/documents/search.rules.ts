import { fold } from '#lib/ui/fold.ts';
import type { DocumentKind, DocumentState } from './document.rules.ts';

/** A piece of a passage: as it stands, or one of the words looked for. */
export interface ExcerptPiece {
	text: string;
	isMarked: boolean;
}

/** A passage of a document that holds what was looked for. */
export interface FoundPassage {
	/** « 2.1 » for a part of a text, « 5.3 » for an action; empty before the first heading. */
	number: string;
	heading: ExcerptPiece[];
	excerpt: ExcerptPiece[];
	/** Where it is, inside the site. */
	path: string;
}

export interface FoundDocument {
	id: string;
	kind: DocumentKind;
	state: DocumentState;
	title: ExcerptPiece[];
	path: string;
	/** The best of its passages, in the order of the text. */
	passages: FoundPassage[];
	/** How many more there are. */
	others: number;
}

export interface FoundOrganisation {
	id: string;
	name: ExcerptPiece[];
	college: string;
	path: string;
}

/** How the words of a question were looked for: all of them in one passage, or, none having all, as many as there are. */
export type SearchReach = 'all' | 'some';

export interface SearchResults {
	reach: SearchReach;
	documents: FoundDocument[];
	organisations: FoundOrganisation[];
}

/** Longest question that is read, in characters. */
export const QUESTION_LONGEST = 120;

interface Word {
	start: number;
	end: number;
	/** In lower case, accents kept. */
	text: string;
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

function wordsOf(text: string): Word[] {
	return [...text.matchAll(WORD)].map((found) => ({
		start: found.index,
		end: found.index + found[0].length,
		text: found[0].normalize('NFC').toLowerCase(),
	}));
}

/**
 * What the index reads of a text: its words, then the same words without accents. French stems need the accents
 * (« formées » and « formé » have one stem, « formees » another), and people leave them out.
 */
export function searchable(text: string): string {
	const words = wordsOf(text).map((word) => word.text);
	return [...words, ...words.map(fold)].join(' ');
}

/** Too common to choose a passage, and unknown to the database as such. */
const EMPTY_WORDS = new Set(['a', 'à', 'les', 'd', 'l']);

/** What is looked for: all of the words, with the accents that were typed or without. */
export interface Question {
	typed: string;
	folded: string;
}

/** @returns null when nothing of the text can be looked for */
export function readQuestion(text: string): Question | null {
	const words = wordsOf(text.slice(0, QUESTION_LONGEST))
		.map((word) => word.text)
		.filter((word) => !EMPTY_WORDS.has(word));
	if (words.length === 0) return null;
	return { typed: words.join(' '), folded: words.map(fold).join(' ') };
}

/** Stand around a word found, in what the database sends back; no text that is searched holds them. */
export const MARK = { start: '\u0002', end: '\u0003' } as const;

/** Cuts a text where its words were found. `marked` is `searchable(text)` with marks around the words found. */
export function markPieces(text: string, marked: string): ExcerptPiece[] {
	return piecesOf(text, foundWords(text, marked));
}

/** About as many characters of a passage are shown. */
const EXCERPT_LENGTH = 260;

/** Shown before the first word found. */
const BEFORE = 70;

/** The part of a text where most of the words looked for stand together, cut between words. */
export function excerptOf(text: string, marked: string): ExcerptPiece[] {
	const words = wordsOf(text);
	const found = foundWords(text, marked);
	const first = densest(found);
	const from = edgeBefore(words, Math.max(0, (first?.start ?? 0) - BEFORE));
	const to = edgeAfter(words, Math.min(text.length, from + EXCERPT_LENGTH), text.length);
	const inside = found.filter((word) => word.start >= from && word.end <= to);
	const pieces = piecesOf(
		text.slice(from, to),
		inside.map(({ start, end }) => ({ start: start - from, end: end - from })),
	);
	if (from > 0) pieces.unshift({ text: '… ', isMarked: false });
	if (to < text.length) pieces.push({ text: ' …', isMarked: false });
	return pieces;
}

type Range = { start: number; end: number };

/** The words of a text that bear a mark, among its words or among those without accents. */
function foundWords(text: string, marked: string): Range[] {
	const words = wordsOf(text);
	const bears = marked.split(' ').map((word) => word.includes(MARK.start));
	return words.filter((_word, index) => bears[index] || bears[index + words.length]);
}

function densest(found: readonly Range[]): Range | undefined {
	let best: Range | undefined;
	let most = 0;
	found.forEach((word, index) => {
		const near = found
			.slice(index)
			.filter((other) => other.end - word.start < EXCERPT_LENGTH - BEFORE).length;
		if (near > most) [best, most] = [word, near];
	});
	return best;
}

/** The start of the word at a place, so that no word is cut. */
function edgeBefore(words: readonly Word[], place: number): number {
	if (place === 0) return 0;
	return words.find((word) => word.end > place)?.start ?? place;
}

function edgeAfter(words: readonly Word[], place: number, length: number): number {
	if (place >= length) return length;
	return words.findLast((word) => word.end <= place)?.end ?? place;
}

function piecesOf(text: string, found: readonly Range[]): ExcerptPiece[] {
	const pieces: ExcerptPiece[] = [];
	let place = 0;
	for (const { start, end } of found) {
		if (start > place) pieces.push({ text: text.slice(place, start), isMarked: false });
		pieces.push({ text: text.slice(start, end), isMarked: true });
		place = end;
	}
	if (place < text.length) pieces.push({ text: text.slice(place), isMarked: false });
	return pieces;
}

/**
 * Whether each word looked for begins a word of a name, whatever its accents and its plural; for short lists that no index holds.
 * @returns the name with those words marked, or null
 */
export function matchName(name: string, question: Question): ExcerptPiece[] | null {
	const asked = question.folded.split(' ').map(singular);
	const words = wordsOf(name);
	const found = words.filter((word) => asked.some((one) => fold(word.text).startsWith(one)));
	const all = asked.every((one) => words.some((word) => fold(word.text).startsWith(one)));
	return all ? piecesOf(name, found) : null;
}

function singular(word: string): string {
	return word.length > 3 ? word.replace(/[sx]$/, '') : word;
}
