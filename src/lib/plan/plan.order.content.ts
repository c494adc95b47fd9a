import type * as Y from 'yjs';
import type { Action } from './action.rules.ts';
import { findAction, readActions } from './plan.content.ts';
import { LONG_RANK, rankBetween, spreadRanks } from './rank.rules.ts';

/**
 * Moves an action to a place in a proposition (0 is first), its own or another. Only that action is written, unless
 * there is no room left between its neighbours (equal ranks drawn at once by two people, or ranks grown long): then
 * the proposition is spread anew in the same transaction.
 * @returns whether something was written
 */
export function moveAction(
	doc: Y.Doc,
	move: { id: string; proposition: number; index: number },
	origin: unknown,
): boolean {
	const map = findAction(doc, move.id);
	if (map === null) return false;
	const group = readActions(doc).filter((action) => action.proposition === move.proposition);
	if (group[move.index]?.id === move.id) return false;
	const others = group.filter((action) => action.id !== move.id);
	const index = Math.min(others.length, Math.max(0, move.index));
	doc.transact(() => {
		if (map.get('proposition') !== move.proposition) map.set('proposition', move.proposition);
		const rank = freeRank(others, index);
		if (rank !== null) map.set('rank', rank);
		else spread(doc, others.map((action) => action.id).toSpliced(index, 0, move.id));
	}, origin);
	return true;
}

/** Moves an action one place up (-1) or down (1) in its proposition. @returns whether there was such a place */
export function shiftAction(doc: Y.Doc, shift: { id: string; by: 1 | -1 }, origin: unknown): boolean {
	const actions = readActions(doc);
	const moved = actions.find((action) => action.id === shift.id);
	if (moved === undefined) return false;
	const group = actions.filter((action) => action.proposition === moved.proposition);
	const index = group.indexOf(moved) + shift.by;
	if (index < 0 || index >= group.length) return false;
	return moveAction(doc, { id: shift.id, proposition: moved.proposition, index }, origin);
}

function freeRank(others: readonly Action[], index: number): string | null {
	const before = others[index - 1]?.rank ?? null;
	const after = others[index]?.rank ?? null;
	if (before !== null && after !== null && before >= after) return null;
	const rank = rankBetween(before, after);
	return rank.length >= LONG_RANK ? null : rank;
}

function spread(doc: Y.Doc, ids: readonly string[]): void {
	const ranks = spreadRanks(null, null, ids.length);
	ids.forEach((id, index) => findAction(doc, id)?.set('rank', ranks[index]));
}
