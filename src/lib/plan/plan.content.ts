import * as Y from 'yjs';
import { ROOT } from '#lib/collaboration/protocol.ts';
import { isId, newId } from '#lib/identifiers.ts';
import {
	compareActions,
	type Action,
	type BudgetLine,
	type Milestone,
	type Obstacle,
} from './action.rules.ts';
import {
	dayOrNull,
	FIRST_PROPOSITION,
	idOrNull,
	integerWithin,
	isSetKey,
	LAST_PROPOSITION,
	lineWithin,
	MAX_BUDGET_CENTS,
	MAX_MILESTONES,
	MAX_SET,
	MAX_STAFFING_HUNDREDTHS,
	measureOrEmpty,
	SET_FIELDS,
	statusOrProposed,
	TEXT_LIMIT,
	textWithin,
	type SetField,
} from './action.values.rules.ts';
import {
	newBudgetLine,
	newObstacle,
	readBudgetLines,
	readObstacles,
	readWaits,
} from './plan.entries.content.ts';
import { entryKey, type ListField } from './plan.keys.rules.ts';
import { isRank, MIDDLE_RANK, rankBetween } from './rank.rules.ts';

/** One action in the document: a Y.Map whose values may be anything a client has written. */
export type ActionMap = Y.Map<unknown>;

/** Fields that hold one value: of two concurrent writings one wins, the same everywhere. */
export type ScalarField = Exclude<keyof Action, SetField | ListField | 'id' | 'milestones' | 'waitsFor'>;

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

/** The map of all actions, by their id. */
export function actionsOf(doc: Y.Doc): Y.Map<unknown> {
	return doc.getMap(ROOT.actions);
}

/** The map of one action; null when there is none, or something else in its place. */
export function findAction(doc: Y.Doc, id: string): ActionMap | null {
	const found = isId(id) ? actionsOf(doc).get(id) : undefined;
	return found instanceof Y.Map ? found : null;
}

/**
 * An action as plain values, from its Y.Map. Any client may have written anything there: whatever is not of the
 * right type, shape or size reads as absent, and nothing throws.
 */
export function readAction(id: string, source: unknown): Action {
	const read = (key: keyof Action): unknown => (source instanceof Y.Map ? source.get(key) : undefined);
	return {
		id,
		proposition: readProposition(read('proposition')),
		rank: readRank(read('rank')),
		title: lineWithin(read('title'), TEXT_LIMIT.title),
		measure: measureOrEmpty(read('measure')),
		objective: textWithin(read('objective'), TEXT_LIMIT.objective),
		leadOrganisationId: idOrNull(read('leadOrganisationId')),
		responsibleAccountId: idOrNull(read('responsibleAccountId')),
		partnerOrganisationIds: readSet(read('partnerOrganisationIds'), 'partnerOrganisationIds'),
		communeCodes: readSet(read('communeCodes'), 'communeCodes'),
		intercommunalityCodes: readSet(read('intercommunalityCodes'), 'intercommunalityCodes'),
		startsOn: dayOrNull(read('startsOn')),
		dueOn: dayOrNull(read('dueOn')),
		status: statusOrProposed(read('status')),
		progress: integerWithin(read('progress'), 0, 100) ?? 0,
		budgetCents: integerWithin(read('budgetCents'), 0, MAX_BUDGET_CENTS),
		budgetLines: readBudgetLines(source),
		staffingHundredths: integerWithin(read('staffingHundredths'), 0, MAX_STAFFING_HUNDREDTHS),
		staffing: lineWithin(read('staffing'), TEXT_LIMIT.staffing),
		obstacles: textWithin(read('obstacles'), TEXT_LIMIT.obstacles),
		obstacleList: readObstacles(source),
		waitsFor: readWaits(id, source),
		decisionId: idOrNull(read('decisionId')),
		milestones: readMilestones(read('milestones')),
		indicators: readSet(read('indicators'), 'indicators'),
	};
}

/** Every action of the plan in order (proposition, rank, id); entries that are no action are left out. */
export function readActions(doc: Y.Doc): Action[] {
	const actions: Action[] = [];
	for (const [id, held] of actionsOf(doc).entries()) {
		if (isId(id) && held instanceof Y.Map) actions.push(readAction(id, held));
	}
	return actions.sort(compareActions);
}

/** The keys of a set, sorted; only those of the right shape that hold exactly `true`. */
export function readSet(value: unknown, field: SetField): string[] {
	if (!(value instanceof Y.Map)) return [];
	const keys: string[] = [];
	for (const [key, held] of value.entries()) {
		if (held === true && isSetKey(field, key) && keys.length < MAX_SET) keys.push(key);
	}
	return keys.sort();
}

/** The milestones of an action with their ranks, in order: rank, then id. */
export function readRankedMilestones(value: unknown): (Milestone & { rank: string })[] {
	if (!(value instanceof Y.Map)) return [];
	const found: (Milestone & { rank: string })[] = [];
	for (const [id, held] of value.entries()) {
		if (!isId(id) || !(held instanceof Y.Map) || found.length >= MAX_MILESTONES) continue;
		found.push({
			id,
			rank: readRank(held.get('rank')),
			title: lineWithin(held.get('title'), TEXT_LIMIT.milestone),
			dueOn: dayOrNull(held.get('dueOn')),
			done: held.get('done') === true,
		});
	}
	return found.sort((left, right) => compareText(left.rank, right.rank) || compareText(left.id, right.id));
}

function readMilestones(value: unknown): Milestone[] {
	return readRankedMilestones(value).map(({ id, title, dueOn, done }) => ({ id, title, dueOn, done }));
}

/** The description of an action, co-edited like a document; null when it is missing. */
export function descriptionOf(source: unknown): Y.XmlFragment | null {
	const found = source instanceof Y.Map ? source.get('description') : undefined;
	// Y.XmlElement extends Y.XmlFragment: an element in that place is no description.
	return found instanceof Y.XmlFragment && !(found instanceof Y.XmlElement) ? found : null;
}

/** The description as plain text, a line per block; no recursion, whatever the depth. */
export function readDescription(source: unknown): string {
	const lines: string[] = [];
	const waiting: unknown[] = descriptionOf(source)?.toArray().reverse() ?? [];
	while (waiting.length > 0) {
		const node = waiting.pop();
		if (node instanceof Y.XmlText) lines.push(plainText(node));
		else if (node instanceof Y.XmlElement) waiting.push(...node.toArray().reverse());
	}
	const found = lines.filter((line) => line !== '').join('\n');
	return textWithin(found, TEXT_LIMIT.description);
}

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
	for (const id of values.waitsFor ?? []) yield [entryKey('waitsFor', id), true];
	for (const line of values.budgetLines ?? []) yield [entryKey('budgetLines', newId()), newBudgetLine(line)];
	for (const one of values.obstacleList ?? []) yield [entryKey('obstacleList', newId()), newObstacle(one)];
}

/**
 * Writes one field of one action and nothing else, so that two people on two fields never disturb each other. Writing
 * the value that is there writes nothing. @returns whether something was written
 */
export function setField<F extends ScalarField>(
	doc: Y.Doc,
	change: { id: string; field: F; value: Action[F] },
	origin: unknown,
): boolean {
	const map = findAction(doc, change.id);
	if (map === null || readAction(change.id, map)[change.field] === change.value) return false;
	doc.transact(() => map.set(change.field, change.value), origin);
	return true;
}

/** Takes an action out of the plan, with all that is in it. @returns whether it was there */
export function removeAction(doc: Y.Doc, id: string, origin: unknown): boolean {
	if (findAction(doc, id) === null) return false;
	doc.transact(() => actionsOf(doc).delete(id), origin);
	return true;
}

export function readRank(value: unknown): string {
	return isRank(value) ? value : MIDDLE_RANK;
}

function readProposition(value: unknown): number {
	return integerWithin(value, FIRST_PROPOSITION, LAST_PROPOSITION) ?? FIRST_PROPOSITION;
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

function plainText(node: Y.XmlText): string {
	const delta: unknown = node.toDelta();
	if (!Array.isArray(delta)) return '';
	return delta
		.map((part: { insert?: unknown }) => (typeof part.insert === 'string' ? part.insert : ''))
		.join('');
}

function compareText(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}
