import type { Difference, Piece } from './difference.rules.ts';
import { sliceRuns, tokensOf } from './difference.rules.ts';
import type { OutlineEntry } from './document.content.ts';
import { textOf, type Passage, type Run } from './passage.content.ts';

/** Somebody who wrote in a document, as its history names them. */
export interface DocumentAuthor {
	id: string;
	name: string;
	organisation: string;
	initials: string;
	/** Presence colour, 1 to 12. */
	color: number;
}

/** A text at one moment, as it is compared. */
export interface ReadText {
	passages: readonly Passage[];
	outline: readonly OutlineEntry[];
}

export type SegmentChange = 'same' | 'deleted' | 'inserted' | 'format';

/** A stretch of text of one author and one kind of change. */
export interface Segment {
	text: string;
	change: SegmentChange;
	/** Names of the marks it bears. */
	marks: string[];
	/** Account of who wrote it, or took it out; null for the template, or when it is not known. */
	author: string | null;
}

/** A passage as a page shows it. */
export interface Line {
	kind: string;
	level: number;
	around: readonly string[];
	segments: Segment[];
}

export type RowKind = 'same' | 'changed' | 'moved' | 'inserted' | 'deleted';

/** A passage before and after. */
export interface ComparedRow {
	kind: RowKind;
	before: Line | null;
	after: Line | null;
}

/** A part of the document, with what became of it. */
export interface ComparedSection {
	/** Id of its heading; empty before the first. */
	id: string;
	number: string;
	title: string;
	/** Whether the part was there before: what one can come back to. */
	wasThere: boolean;
	isThere: boolean;
	/** Passages that are not the same. */
	changes: number;
	rows: ComparedRow[];
}

export interface Comparison {
	sections: ComparedSection[];
	/** Words put in and taken out. */
	added: number;
	removed: number;
	/** Accounts that wrote or took out something between the two. */
	authors: string[];
}

/** Who did what: told by the client that wrote, and by the log for what was taken out. */
export interface Attribution {
	authorOf(client: number): string | null;
	removerOf(client: number, clock: number): string | null;
}

/** What a difference looks like beside its two texts, part by part. */
export function compareTexts(
	texts: { before: ReadText; after: ReadText; difference: Difference },
	who: Attribution,
): Comparison {
	const { before, after, difference } = texts;
	const comparison: Comparison = { sections: [], added: 0, removed: 0, authors: [] };
	const authors = new Set<string>();
	const titles = { before: titlesOf(before), after: titlesOf(after) };
	for (const [row, heads] of rowsOf(before.passages, after.passages, difference, who)) {
		const head = heads.after ?? heads.before;
		const title = head === null ? undefined : (titles.after.get(head) ?? titles.before.get(head));
		if (title !== undefined || comparison.sections.length === 0) {
			comparison.sections.push({
				id: title === undefined ? '' : (head ?? ''),
				number: title?.number ?? '',
				title: title?.text ?? '',
				wasThere: title === undefined || titles.before.has(head ?? ''),
				isThere: title === undefined || titles.after.has(head ?? ''),
				changes: 0,
				rows: [],
			});
		}
		const section = comparison.sections.at(-1);
		section?.rows.push(row);
		if (section !== undefined && row.kind !== 'same') section.changes += 1;
		for (const { text, change, author } of [
			...(row.before?.segments ?? []),
			...(row.after?.segments ?? []),
		]) {
			if (change === 'same') continue;
			if (author !== null) authors.add(author);
			if (change === 'inserted') comparison.added += countWords(text);
			if (change === 'deleted') comparison.removed += countWords(text);
		}
	}
	return { ...comparison, authors: [...authors] };
}

function titlesOf(text: ReadText): Map<string, OutlineEntry> {
	return new Map(text.outline.map((entry) => [entry.id, entry]));
}

const WORD = /[\p{L}\p{N}]/u;

function countWords(text: string): number {
	return tokensOf(text).filter((token) => WORD.test(token)).length;
}

type Heads = { before: string | null; after: string | null };

/** Each row, with the ids of its passages. */
function* rowsOf(
	before: readonly Passage[],
	after: readonly Passage[],
	difference: Difference,
	who: Attribution,
): Generator<[ComparedRow, Heads]> {
	let index = 0;
	for (const step of difference) {
		const old = step.op === 'insert' ? undefined : before[step.from];
		const fresh = step.op === 'delete' ? undefined : after[index++];
		const heads = { before: old?.id ?? null, after: fresh?.id ?? null };
		if (step.op === 'insert' || old === undefined) {
			if (fresh === undefined) continue;
			yield [
				{ kind: 'inserted', before: null, after: lineOf(fresh, segmentsOf(fresh.runs, 'inserted', who)) },
				heads,
			];
		} else if (step.op === 'delete' || fresh === undefined) {
			yield [
				{ kind: 'deleted', before: lineOf(old, segmentsOf(old.runs, 'deleted', who)), after: null },
				heads,
			];
		} else {
			const pieces: readonly Piece[] =
				step.op === 'change' ? step.pieces : [{ kind: 'keep', length: textOf(old).length }];
			const sides = sidesOf(old, fresh, pieces, who);
			const kind = step.moved ? 'moved' : step.op === 'change' ? 'changed' : 'same';
			yield [{ kind, before: lineOf(old, sides.before), after: lineOf(fresh, sides.after) }, heads];
		}
	}
}

function sidesOf(
	old: Passage,
	fresh: Passage,
	pieces: readonly Piece[],
	who: Attribution,
): { before: Segment[]; after: Segment[] } {
	const sides: { before: Segment[]; after: Segment[] } = { before: [], after: [] };
	let [from, to] = [0, 0];
	for (const piece of pieces) {
		const length = piece.kind === 'insert' ? lengthOf(piece.runs) : piece.length;
		const change =
			piece.kind === 'keep'
				? 'same'
				: piece.kind === 'delete'
					? 'deleted'
					: piece.kind === 'insert'
						? 'inserted'
						: 'format';
		if (piece.kind !== 'insert') {
			sides.before.push(...segmentsOf(sliceRuns(old.runs, from, from + length), change, who));
			from += length;
		}
		if (piece.kind !== 'delete') {
			sides.after.push(...segmentsOf(sliceRuns(fresh.runs, to, to + length), change, who));
			to += length;
		}
	}
	return { before: bridged(sides.before), after: bridged(sides.after) };
}

function lengthOf(runs: readonly Run[]): number {
	return runs.reduce((sum, run) => sum + run.text.length, 0);
}

function lineOf({ kind, level, around }: Passage, segments: Segment[]): Line {
	return { kind, level, around, segments: joined(segments) };
}

function segmentsOf(runs: readonly Run[], change: SegmentChange, who: Attribution): Segment[] {
	return runs.map(({ text, marks, client, clock }) => ({
		text,
		change,
		marks: marks === '' ? [] : markNames(marks),
		author: change === 'deleted' ? who.removerOf(client, clock) : who.authorOf(client),
	}));
}

/** The editor's binding adds a hash to the name of a mark that may lie over itself. */
function markNames(marks: string): string[] {
	try {
		return Object.keys(JSON.parse(marks) as object).map((name) => name.replace(/--[a-zA-Z0-9+/=]{8}$/, ''));
	} catch {
		return [];
	}
}

/** What is the same has no author to show when two texts are compared: neighbours are one. */
function joined(segments: readonly Segment[]): Segment[] {
	const result: Segment[] = [];
	for (const segment of segments) {
		const last = result.at(-1);
		const joins =
			last !== undefined &&
			last.change === segment.change &&
			(segment.change === 'same' || last.author === segment.author) &&
			last.marks.join() === segment.marks.join();
		if (joins) last.text += segment.text;
		else result.push({ ...segment });
	}
	return result;
}

/**
 * Words that one person put in, or took out, one after the other are one stretch, with the spaces between them: which of the spaces around
 * a word stood there before is a draw of the comparison, and of none is one told who wrote it.
 */
function bridged(segments: readonly Segment[]): Segment[] {
	const parts = joined(segments);
	return parts.map((part, index) => {
		if (part.text.trim() !== '' || part.change === 'format') return part;
		const changed = [parts[index - 1], parts[index + 1]].filter(isWords);
		const [one, other = one] = changed;
		if (one === undefined || other === undefined) return part;
		if (part.change !== 'same') return one.change === part.change ? { ...part, author: one.author } : part;
		const isBetween = changed.length === 2 && one.change === other.change && one.author === other.author;
		return isBetween ? { ...part, change: one.change, author: one.author } : part;
	});
}

const isWords = (part: Segment | undefined): part is Segment =>
	(part?.change === 'inserted' || part?.change === 'deleted') && part.text.trim() !== '';

/** A text at one moment with who wrote each passage: neighbours of one author and one look are one segment. */
export function authoredLines(text: ReadText, authorOf: (client: number) => string | null): Line[] {
	return text.passages.map((passage) => {
		const segments: Segment[] = [];
		for (const { text: words, marks, client } of passage.runs) {
			const last = segments.at(-1);
			const [author, names] = [authorOf(client), marks === '' ? [] : markNames(marks)];
			if (last !== undefined && last.author === author && last.marks.join() === names.join())
				last.text += words;
			else segments.push({ text: words, change: 'same', marks: names, author });
		}
		const { kind, level, around } = passage;
		return { kind, level, around, segments };
	});
}
