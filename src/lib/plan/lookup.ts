import type { PersonPresent } from '#lib/collaboration/presence.ts';
import type { Action } from './action.rules.ts';

/** Tables and sets that are made once and replaced whole, never changed: what raw state may hold. */
export function lookup<Key, Value>(entries: Iterable<readonly [Key, Value]>): ReadonlyMap<Key, Value> {
	return new Map(entries);
}

export function setOf<Value>(values: Iterable<Value>): ReadonlySet<Value> {
	return new Set(values);
}

/** Somebody on an action, and the field they have in hand when there is one. */
export interface PersonOnAction {
	accountId: string;
	name: string;
	color: number;
	field: string | null;
}

/** Others by the action they are on, once each whatever the number of their tabs. */
export function peopleByAction(
	people: readonly PersonPresent[],
): ReadonlyMap<string, readonly PersonOnAction[]> {
	const found = new Map<string, PersonOnAction[]>();
	for (const { accountId, name, color, places } of people) {
		for (const { action, field } of places) {
			if (action === undefined) continue;
			const here = found.get(action) ?? [];
			if (!here.some((one) => one.accountId === accountId)) {
				here.push({ accountId, name, color, field: field ?? null });
			}
			found.set(action, here);
		}
	}
	return found;
}

/** Numbers of the actions started from each measure of the library. */
export function numbersByMeasure(
	actions: readonly Action[],
	numbers: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, string[]>();
	for (const { id, measure } of actions) {
		if (measure !== '') found.set(measure, [...(found.get(measure) ?? []), numbers.get(id) ?? '']);
	}
	return found;
}
