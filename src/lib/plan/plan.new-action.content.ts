import * as Y from 'yjs';
import { newId } from '#lib/identifiers.ts';
import type { Action, BudgetLine, Milestone, Obstacle } from './action.rules.ts';
import {
	dayOrNull,
	idOrNull,
	integerWithin,
	isSetKey,
	lineWithin,
	MAX_BUDGET_CENTS,
	MAX_STAFFING_HUNDREDTHS,
	measureOrEmpty,
	SET_FIELDS,
	statusOrProposed,
	TEXT_LIMIT,
	textWithin,
	type SetField,
} from './action.values.rules.ts';
import { readOrigin } from './origin.rules.ts';
import { actionsOf, readActions, readProposition, type ActionMap } from './plan.content.ts';
import { newBudgetLine, newObstacle } from './plan.entries.content.ts';
import { entryKey, type ListField } from './plan.keys.rules.ts';
import { isRank, MIDDLE_RANK, rankBetween } from './rank.rules.ts';

/** What an action is made from; the rest is empty. */
export type NewAction = Partial<Omit<Action, 'milestones' | ListField>> & {
	proposition: number;
	title: string;
	milestones?: readonly Omit<Milestone, 'id'>[];
	budgetLines?: readonly Omit<BudgetLine, 'id'>[];
	obstacleList?: readonly Omit<Obstacle, 'id'>[];
	/** Paragraphs of the description. */
	description?: readonly string[];
};

/**
 * Adds an action, in one transaction with all its sub-maps: two people who later add to the same set then add to the
 * same map. Without a rank it goes at the end of its proposition.
 * @returns its id
 */
export function createAction(doc: Y.Doc, values: NewAction, origin: unknown): string {
	const id = values.id ?? newId();
	doc.transact(() => {
		const map: ActionMap = new Y.Map();
		map.set('proposition', readProposition(values.proposition));
		map.set('rank', values.rank ?? lastRank(doc, values.proposition));
		map.set('title', lineWithin(values.title, TEXT_LIMIT.title));
		map.set('measure', measureOrEmpty(values.measure));
		map.set('objective', textWithin(values.objective, TEXT_LIMIT.objective));
		map.set('leadOrganisationId', idOrNull(values.leadOrganisationId));
		map.set('startsOn', dayOrNull(values.startsOn));
		map.set('dueOn', dayOrNull(values.dueOn));
		map.set('status', statusOrProposed(values.status));
		map.set('progress', integerWithin(values.progress, 0, 100) ?? 0);
		map.set('budgetCents', integerWithin(values.budgetCents, 0, MAX_BUDGET_CENTS));
		map.set('staffing', lineWithin(values.staffing, TEXT_LIMIT.staffing));
		map.set('obstacles', textWithin(values.obstacles, TEXT_LIMIT.obstacles));
		for (const [key, value] of laterFields(values)) map.set(key, value);
		for (const field of SET_FIELDS) map.set(field, newSet(field, values[field] ?? []));
		map.set('milestones', newMilestones(values.milestones ?? []));
		map.set('description', newDescription(values.description ?? []));
		actionsOf(doc).set(id, map);
	}, origin);
	return id;
}

/** What an action has besides, written only when there is something to write. */
function* laterFields(values: NewAction): Generator<[string, unknown]> {
	const responsible = idOrNull(values.responsibleAccountId);
	if (responsible !== null) yield ['responsibleAccountId', responsible];
	const hundredths = integerWithin(values.staffingHundredths, 0, MAX_STAFFING_HUNDREDTHS);
	if (hundredths !== null) yield ['staffingHundredths', hundredths];
	const decision = idOrNull(values.decisionId);
	if (decision !== null) yield ['decisionId', decision];
	const from = readOrigin(values.origin);
	if (from !== null) yield ['origin', from];
	for (const id of values.waitsFor ?? []) yield [entryKey('waitsFor', id), true];
	for (const line of values.budgetLines ?? []) yield [entryKey('budgetLines', newId()), newBudgetLine(line)];
	for (const one of values.obstacleList ?? []) yield [entryKey('obstacleList', newId()), newObstacle(one)];
}

function lastRank(doc: Y.Doc, proposition: number): string {
	const last = readActions(doc).findLast((action) => action.proposition === proposition);
	const rank = rankBetween(last?.rank ?? null, null);
	// A rank as long as ranks go (only a foreign program writes one): equal ranks fall back on the id, newest last.
	return isRank(rank) ? rank : (last?.rank ?? MIDDLE_RANK);
}

function newSet(field: SetField, keys: readonly string[]): Y.Map<boolean> {
	return new Y.Map(keys.filter((key) => isSetKey(field, key)).map((key) => [key, true]));
}

function newMilestones(milestones: readonly Omit<Milestone, 'id'>[]): Y.Map<Y.Map<unknown>> {
	const map = new Y.Map<Y.Map<unknown>>();
	let rank: string | null = null;
	for (const milestone of milestones) {
		rank = rankBetween(rank, null);
		map.set(newId(), newMilestone({ ...milestone, rank }));
	}
	return map;
}

export function newMilestone(milestone: Omit<Milestone, 'id'> & { rank: string }): Y.Map<unknown> {
	return new Y.Map<unknown>([
		['title', lineWithin(milestone.title, TEXT_LIMIT.milestone)],
		['dueOn', dayOrNull(milestone.dueOn)],
		['done', milestone.done],
		['rank', milestone.rank],
	]);
}

function newDescription(paragraphs: readonly string[]): Y.XmlFragment {
	const fragment = new Y.XmlFragment();
	fragment.insert(
		0,
		paragraphs.map((paragraph) => {
			const element = new Y.XmlElement('paragraph');
			element.insert(0, [new Y.XmlText(paragraph)]);
			return element;
		}),
	);
	return fragment;
}
