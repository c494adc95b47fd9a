import * as Y from 'yjs';
import { ROOT } from '#lib/collaboration/protocol.ts';
import { isId } from '#lib/identifiers.ts';
import { compareActions, type Action, type Milestone } from './action.rules.ts';
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
	statusOrProposed,
	TEXT_LIMIT,
	textWithin,
	type SetField,
} from './action.values.rules.ts';
import { readBudgetLines, readObstacles, readWaits } from './plan.entries.content.ts';
import type { ListField } from './plan.keys.rules.ts';
import { readOrigin } from './origin.rules.ts';
import { isRank, MIDDLE_RANK } from './rank.rules.ts';

/** One action in the document: a Y.Map whose values may be anything a client has written. */
export type ActionMap = Y.Map<unknown>;

/** Fields that hold one value: of two concurrent writings one wins, the same everywhere. */
export type ScalarField = Exclude<
	keyof Action,
	SetField | ListField | 'id' | 'milestones' | 'waitsFor' | 'origin'
>;

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
		origin: readOrigin(read('origin')),
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

export function readProposition(value: unknown): number {
	return integerWithin(value, FIRST_PROPOSITION, LAST_PROPOSITION) ?? FIRST_PROPOSITION;
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
