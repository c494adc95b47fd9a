/**
 * Lists whose entries are keys of the action's own map (`waitsFor/<id>`), not of a map inside it: an action made before
 * the list existed has no such map, and of two people who each made one, one would lose what they wrote.
 */
const LIST_FIELDS = ['budgetLines', 'obstacleList'] as const;
export type ListField = (typeof LIST_FIELDS)[number];

/** Fields kept as keys of their own, an entry each. */
const KEYED_FIELDS = [...LIST_FIELDS, 'waitsFor'] as const;
export type KeyedField = (typeof KEYED_FIELDS)[number];

/** The key of an entry in the map of the action. */
export function entryKey(field: KeyedField, id: string): string {
	return `${field}/${id}`;
}

/** The id of an entry of `field` from a key of the action's map; null for any other key. */
export function entryIdOf(field: KeyedField, key: string): string | null {
	return key.startsWith(`${field}/`) ? key.slice(field.length + 1) : null;
}

/** The field that a key of the action's map belongs to: `waitsFor/<id>` to `waitsFor`, any other to itself. */
export function fieldOfKey(key: string): string {
	return KEYED_FIELDS.find((field) => entryIdOf(field, key) !== null) ?? key;
}
