import * as Y from 'yjs';
import { isId } from '#lib/identifiers.ts';
import type { BudgetLine, Obstacle } from './action.rules.ts';
import {
	FIRST_BUDGET_YEAR,
	integerWithin,
	LAST_BUDGET_YEAR,
	lineWithin,
	MAX_BUDGET_CENTS,
	MAX_ENTRIES,
	TEXT_LIMIT,
	textWithin,
} from './action.values.rules.ts';
import { entryIdOf, type KeyedField, type ListField } from './plan.keys.rules.ts';

/** What an entry of each list holds. */
export interface ListEntry {
	budgetLines: BudgetLine;
	obstacleList: Obstacle;
}

/** The budget's lines, the oldest first; whatever is not of the right shape reads as absent. */
export function readBudgetLines(action: unknown): BudgetLine[] {
	return entriesOf(action, 'budgetLines').flatMap(([id, held]) =>
		held instanceof Y.Map ? { id, ...budgetValues(shallow(held)) } : [],
	);
}

/** The obstacles, the oldest first. */
export function readObstacles(action: unknown): Obstacle[] {
	return entriesOf(action, 'obstacleList').flatMap(([id, held]) =>
		held instanceof Y.Map ? { id, ...obstacleValues(shallow(held)) } : [],
	);
}

/** Ids of the actions that the action `id` waits for, sorted; never its own. */
export function readWaits(id: string, action: unknown): string[] {
	return entriesOf(action, 'waitsFor').flatMap(([on, held]) => (held === true && on !== id ? on : []));
}

export function newBudgetLine(line: Omit<BudgetLine, 'id'>): Y.Map<unknown> {
	return new Y.Map(Object.entries(budgetValues({ ...line })));
}

export function newObstacle(obstacle: Omit<Obstacle, 'id'>): Y.Map<unknown> {
	return new Y.Map(Object.entries(obstacleValues({ ...obstacle })));
}

type Values = Record<string, unknown>;

/** The values of a map, none of what they may hold in turn: a stranger's may be deep. */
function shallow(map: Y.Map<unknown>): Values {
	return Object.fromEntries(map.entries());
}

/** The fields of an entry, of the right shape each. */
export function valuesOf(field: ListField, values: Values): Values {
	return field === 'budgetLines' ? budgetValues(values) : obstacleValues(values);
}

function budgetValues(held: Values): Omit<BudgetLine, 'id'> {
	const cents = (value: unknown): number | null => integerWithin(value, 0, MAX_BUDGET_CENTS);
	return {
		year: integerWithin(held.year, FIRST_BUDGET_YEAR, LAST_BUDGET_YEAR),
		funder: lineWithin(held.funder, TEXT_LIMIT.funder),
		plannedCents: cents(held.plannedCents),
		committedCents: cents(held.committedCents),
		spentCents: cents(held.spentCents),
	};
}

function obstacleValues(held: Values): Omit<Obstacle, 'id'> {
	return {
		text: textWithin(held.text, TEXT_LIMIT.obstacle),
		answer: textWithin(held.answer, TEXT_LIMIT.obstacle),
		lifted: held.lifted === true,
	};
}

/** Entries of a list by id; ids are in the order of time. */
export function entriesOf(action: unknown, field: KeyedField): [string, unknown][] {
	if (!(action instanceof Y.Map)) return [];
	const found: [string, unknown][] = [];
	for (const [key, held] of action.entries()) {
		const id = entryIdOf(field, key);
		if (id !== null && isId(id) && found.length < MAX_ENTRIES) found.push([id, held]);
	}
	return found.sort(([left], [right]) => (left < right ? -1 : 1));
}
