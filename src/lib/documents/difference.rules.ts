import { diffArrays } from 'diff';
import { alignPassages } from './alignment.rules.ts';
import { textOf, type Passage, type PassageForm, type Run } from './passage.content.ts';

/** A piece of a passage that changed; lengths are UTF-16 units of the passage before. */
export type Piece =
	| { kind: 'keep'; length: number }
	| { kind: 'delete'; length: number }
	/** The same words under other marks. */
	| { kind: 'format'; length: number; runs: Run[] }
	| { kind: 'insert'; runs: Run[] };

/** What became of one passage, in the order in which a reader meets it in the second text. */
export type Step =
	| { op: 'keep'; from: number; moved: boolean }
	| { op: 'change'; from: number; moved: boolean; form: PassageForm; id: string; pieces: Piece[] }
	| { op: 'insert'; passage: Passage }
	| { op: 'delete'; from: number };

/** How one text becomes another: every passage of the first appears once, so does every one of the second. */
export type Difference = readonly Step[];

/** The difference of two texts: with the first, it tells the second (`tests/support/apply-difference.ts`). */
export function differenceOf(before: readonly Passage[], after: readonly Passage[]): Difference {
	const { sources, inPlace } = alignPassages(before, after);
	const used = new Set(sources.filter((from) => from !== null));
	const steps: Step[] = [];
	let next = 0;
	const deleteUpTo = (end: number): void => {
		for (; next < end; next += 1) if (!used.has(next)) steps.push({ op: 'delete', from: next });
	};
	after.forEach((passage, index) => {
		const from = sources[index] ?? null;
		const source = from === null ? undefined : before[from];
		if (from === null || source === undefined) {
			steps.push({ op: 'insert', passage });
			return;
		}
		const moved = !inPlace.has(index);
		if (!moved) deleteUpTo(from);
		steps.push(
			isSame(source, passage)
				? { op: 'keep', from, moved }
				: {
						op: 'change',
						from,
						moved,
						form: formOf(passage),
						id: passage.id,
						pieces: piecesOf(source, passage),
					},
		);
	});
	deleteUpTo(before.length);
	return steps;
}

/** The runs between two places of a text. */
export function sliceRuns(runs: readonly Run[], start: number, end: number): Run[] {
	const slice: Run[] = [];
	let at = 0;
	for (const run of runs) {
		const from = Math.max(start - at, 0);
		const to = Math.min(end - at, run.text.length);
		if (from < to)
			slice.push({ ...run, text: run.text.slice(from, to), clock: run.isOne ? run.clock : run.clock + from });
		at += run.text.length;
		if (at >= end) break;
	}
	return slice;
}

/** Whether two passages are the same to a reader, whoever wrote them. */
export function isSame(one: Passage, other: Passage): boolean {
	return sameForm(one, other) && sameRuns(one.runs, other.runs);
}

function sameForm(one: PassageForm, other: PassageForm): boolean {
	return (
		one.kind === other.kind &&
		one.attributes === other.attributes &&
		one.around.length === other.around.length &&
		one.around.every((name, index) => name === other.around[index])
	);
}

function sameRuns(one: readonly Run[], other: readonly Run[]): boolean {
	return flat(one) === flat(other);
}

/** Text and marks alone, neighbours joined. */
function flat(runs: readonly Run[]): string {
	let text = '';
	let marks = '';
	for (const run of runs) {
		if (run.marks !== marks) text += `\u0000${run.marks}\u0000`;
		marks = run.marks;
		text += run.text;
	}
	return text;
}

function formOf({ kind, level, around, attributes }: Passage): PassageForm {
	return { kind, level, around, attributes };
}

/** Words, spaces and signs, each by itself: joined, they are the text. */
const TOKEN = /[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu;

/** Two passages that share almost nothing are told as one taken out and one put in; beyond this the search is not worth it. */
const MAX_EDITS = 2_000;

export function tokensOf(text: string): string[] {
	return text.match(TOKEN) ?? [];
}

function piecesOf(before: Passage, after: Passage): Piece[] {
	const [old, fresh] = [textOf(before), textOf(after)];
	const changes = diffArrays(tokensOf(old), tokensOf(fresh), { maxEditLength: MAX_EDITS });
	if (changes === undefined) return replaced(old.length, after.runs);
	const pieces: Piece[] = [];
	let [from, to] = [0, 0];
	for (const change of changes) {
		const { length } = change.value.join('');
		if (change.added) pieces.push({ kind: 'insert', runs: sliceRuns(after.runs, to, to + length) });
		else if (change.removed) pieces.push({ kind: 'delete', length });
		else pieces.push(...keptPieces({ before, after, from, to, length }));
		if (!change.added) from += length;
		if (!change.removed) to += length;
	}
	return pieces;
}

function replaced(length: number, runs: Run[]): Piece[] {
	return [...(length > 0 ? [{ kind: 'delete' as const, length }] : []), { kind: 'insert', runs }];
}

/** The same words: cut where the marks before and after begin to differ or to agree. */
function keptPieces(part: {
	before: Passage;
	after: Passage;
	from: number;
	to: number;
	length: number;
}): Piece[] {
	const { before, after, from, to, length } = part;
	const pieces: Piece[] = [];
	for (let at = 0; at < length;) {
		const [old] = sliceRuns(before.runs, from + at, from + length);
		const [fresh] = sliceRuns(after.runs, to + at, to + length);
		if (old === undefined || fresh === undefined) break;
		const step = Math.min(old.text.length, fresh.text.length);
		const last = pieces.at(-1);
		if (old.marks !== fresh.marks) {
			const runs = [{ ...fresh, text: fresh.text.slice(0, step) }];
			pieces.push({ kind: 'format', length: step, runs });
		} else if (last?.kind === 'keep') last.length += step;
		else pieces.push({ kind: 'keep', length: step });
		at += step;
	}
	return pieces;
}
