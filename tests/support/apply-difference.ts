import { sliceRuns, type Difference, type Piece } from '#lib/documents/difference.rules.ts';
import type { Passage, Run } from '#lib/documents/passage.content.ts';

/** The second text, from the first and the difference. Who wrote what is kept was written is told as in the first. */
export function applyDifference(before: readonly Passage[], difference: Difference): Passage[] {
	const result: Passage[] = [];
	for (const step of difference) {
		if (step.op === 'insert') result.push(step.passage);
		if (step.op === 'delete' || step.op === 'insert') continue;
		const source = before[step.from];
		if (source === undefined) throw new Error('the difference is of another text');
		if (step.op === 'keep') result.push(source);
		else result.push({ ...step.form, id: step.id, runs: applyPieces(source.runs, step.pieces) });
	}
	return result;
}

function applyPieces(runs: readonly Run[], pieces: readonly Piece[]): Run[] {
	const result: Run[] = [];
	let at = 0;
	for (const piece of pieces) {
		if (piece.kind === 'keep') result.push(...sliceRuns(runs, at, at + piece.length));
		if (piece.kind === 'insert' || piece.kind === 'format') result.push(...piece.runs);
		if (piece.kind !== 'insert') at += piece.length;
	}
	return result;
}
