import type * as Y from 'yjs';
import type { Milestone } from './action.rules.ts';
import { MAX_ENTRIES } from './action.values.rules.ts';
import { findAction, readAction, readActions } from './plan.content.ts';
import { addEntry, setEntry, setWait } from './plan.entry-edits.content.ts';
import { addMilestone, removeMilestone, setMilestone } from './plan.lists.content.ts';
import { listFault, type ListEdit } from './plan-import.lists.ts';

/**
 * Writes what a cell that holds a list asks for, and of the list only what is other: an entry that stays keeps its identity, and
 * what somebody writes in it meanwhile. Nothing when it can no longer be written. @returns whether something was written
 */
export function writeList(doc: Y.Doc, id: string, edit: ListEdit, origin: unknown): boolean {
	const map = findAction(doc, id);
	if (map === null || listFault(readActions(doc), id, edit) !== null) return false;
	const action = readAction(id, map);
	switch (edit.kind) {
		case 'milestones':
			return writeMilestones(doc, { id, held: action.milestones, asked: edit.entries }, origin);
		case 'waits': {
			const asked = new Set(edit.ids);
			const gone = action.waitsFor.filter((on) => !asked.has(on)).map((on) => ({ id, on, waits: false }));
			const added = edit.ids.map((on) => ({ id, on, waits: true }));
			return [...gone, ...added].map((wait) => setWait(doc, wait, origin)).includes(true);
		}
		case 'amount': {
			const { year, amount, cents } = edit;
			const line = action.budgetLines.find((one) => one.year === year);
			if (line !== undefined) {
				if (line[amount] === cents) return false;
				const values = { [amount]: cents };
				return setEntry(doc, { id, field: 'budgetLines', entryId: line.id, values }, origin);
			}
			if (cents === null || action.budgetLines.length >= MAX_ENTRIES) return false;
			const funders = new Set(action.budgetLines.map(({ funder }) => funder));
			const [funder = ''] = funders.size === 1 ? funders : [];
			const empty = { plannedCents: null, committedCents: null, spentCents: null };
			const values = { year, funder, ...empty, [amount]: cents };
			return addEntry(doc, { id, field: 'budgetLines', values }, origin) !== null;
		}
		case 'funder': {
			const others = action.budgetLines.filter(({ funder }) => funder !== edit.name);
			const values = { funder: edit.name };
			return others
				.map(({ id: entryId }) => setEntry(doc, { id, field: 'budgetLines', entryId, values }, origin))
				.includes(true);
		}
	}
}

/** Milestones of one title are one; the last of those that stay alone on each side is one with a new title. */
function writeMilestones(
	doc: Y.Doc,
	lists: { id: string; held: readonly Milestone[]; asked: readonly Omit<Milestone, 'id'>[] },
	origin: unknown,
): boolean {
	const { id } = lists;
	const held = [...lists.held];
	const pairs = lists.asked.map((entry) => {
		const index = held.findIndex(({ title }) => title.trim() === entry.title);
		return { entry, milestone: index === -1 ? undefined : held.splice(index, 1)[0] };
	});
	const alone = pairs.filter(({ milestone }) => milestone === undefined);
	const [renamed] = alone;
	if (renamed !== undefined && alone.length === 1 && held.length === 1) renamed.milestone = held.pop();
	let written = false;
	for (const { id: milestoneId } of held) {
		written = removeMilestone(doc, { id, milestoneId }, origin) || written;
	}
	for (const { entry, milestone } of pairs) {
		if (milestone === undefined) {
			const milestoneId = addMilestone(doc, { id, title: entry.title, dueOn: entry.dueOn }, origin);
			if (milestoneId === null) continue;
			if (entry.done) setMilestone(doc, { id, milestoneId, values: { done: true } }, origin);
			written = true;
		} else if (
			milestone.title !== entry.title ||
			milestone.dueOn !== entry.dueOn ||
			milestone.done !== entry.done
		) {
			written = setMilestone(doc, { id, milestoneId: milestone.id, values: entry }, origin) || written;
		}
	}
	return written;
}
