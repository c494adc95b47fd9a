import * as Y from 'yjs';
import { newId } from '#lib/identifiers.ts';
import type { Milestone } from './action.rules.ts';
import { dayOrNull, isSetKey, lineWithin, TEXT_LIMIT, type SetField } from './action.values.rules.ts';
import { findAction, readRankedMilestones, type ActionMap } from './plan.content.ts';
import { newMilestone } from './plan.new-action.content.ts';
import { rankBetween, spreadRanks } from './rank.rules.ts';

/** Puts a code into a set of an action, or takes it out; two people who change two codes both keep theirs. */
export function setMember(
	doc: Y.Doc,
	change: { id: string; field: SetField; key: string; member: boolean },
	origin: unknown,
): boolean {
	const action = findAction(doc, change.id);
	if (action === null || !isSetKey(change.field, change.key)) return false;
	const held = action.get(change.field);
	if ((held instanceof Y.Map && held.get(change.key) === true) === change.member) return false;
	doc.transact(() => {
		const set = subMap(action, change.field);
		if (change.member) set.set(change.key, true);
		else set.delete(change.key);
	}, origin);
	return true;
}

/** Adds a milestone at the end. @returns its id, or null when the action is gone */
export function addMilestone(
	doc: Y.Doc,
	added: { id: string; title: string; dueOn?: string | null },
	origin: unknown,
): string | null {
	const action = findAction(doc, added.id);
	if (action === null) return null;
	const id = newId();
	doc.transact(() => {
		const milestones = subMap(action, 'milestones');
		const last = readRankedMilestones(milestones).at(-1);
		const rank = rankBetween(last?.rank ?? null, null);
		milestones.set(id, newMilestone({ title: added.title, dueOn: added.dueOn ?? null, done: false, rank }));
	}, origin);
	return id;
}

/** Writes the given fields of a milestone, each on its own: ticking never undoes a new title. */
export function setMilestone(
	doc: Y.Doc,
	change: { id: string; milestoneId: string; values: Partial<Omit<Milestone, 'id'>> },
	origin: unknown,
): boolean {
	const milestone = findMilestone(doc, change.id, change.milestoneId);
	if (milestone === null) return false;
	const { title, dueOn, done } = change.values;
	doc.transact(() => {
		if (title !== undefined) writeIfNew(milestone, 'title', lineWithin(title, TEXT_LIMIT.milestone));
		if (dueOn !== undefined) writeIfNew(milestone, 'dueOn', dayOrNull(dueOn));
		if (done !== undefined) writeIfNew(milestone, 'done', done);
	}, origin);
	return true;
}

export function removeMilestone(
	doc: Y.Doc,
	removed: { id: string; milestoneId: string },
	origin: unknown,
): boolean {
	const milestones = findAction(doc, removed.id)?.get('milestones');
	if (!(milestones instanceof Y.Map) || !milestones.has(removed.milestoneId)) return false;
	doc.transact(() => milestones.delete(removed.milestoneId), origin);
	return true;
}

/** Moves a milestone to a place among the others (0 is first). */
export function moveMilestone(
	doc: Y.Doc,
	move: { id: string; milestoneId: string; index: number },
	origin: unknown,
): boolean {
	const action = findAction(doc, move.id);
	const milestone = findMilestone(doc, move.id, move.milestoneId);
	if (action === null || milestone === null) return false;
	const others = readRankedMilestones(action.get('milestones')).filter(({ id }) => id !== move.milestoneId);
	const before = others[move.index - 1]?.rank ?? null;
	const after = others[move.index]?.rank ?? null;
	doc.transact(() => {
		if (before === null || after === null || before < after) {
			milestone.set('rank', rankBetween(before, after));
			return;
		}
		// Two people drew the same rank: no room between, so the whole short list is spread anew.
		const ids = others.map(({ id }) => id);
		ids.splice(move.index, 0, move.milestoneId);
		const ranks = spreadRanks(null, null, ids.length);
		ids.forEach((id, index) => findMilestone(doc, move.id, id)?.set('rank', ranks[index]));
	}, origin);
	return true;
}

function findMilestone(doc: Y.Doc, actionId: string, milestoneId: string): Y.Map<unknown> | null {
	const milestones = findAction(doc, actionId)?.get('milestones');
	const found: unknown = milestones instanceof Y.Map ? milestones.get(milestoneId) : undefined;
	return found instanceof Y.Map ? found : null;
}

/** The sub-map of a field, made again when another client has put something else there. */
function subMap(action: ActionMap, field: string): Y.Map<unknown> {
	const held = action.get(field);
	if (held instanceof Y.Map) return held;
	const made = new Y.Map<unknown>();
	action.set(field, made);
	return made;
}

function writeIfNew(map: Y.Map<unknown>, key: string, value: unknown): void {
	if (map.get(key) !== value) map.set(key, value);
}
