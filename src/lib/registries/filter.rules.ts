import { isId } from '#lib/identifiers.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import type { Names } from './field.rules.ts';

export type FilterKind =
	'choice' | 'yes-no' | 'number' | 'date' | 'semester' | 'commune' | 'intercommunality' | 'account';

export interface FilterDefinition {
	label: string;
	kind: FilterKind;
	/** Words of a closed list, by value. */
	choices?: Readonly<Record<string, string>>;
}

/** The filters of a registry, or those of them that somebody may ask by. */
export type FilterBook<Name extends string = string> = Readonly<Partial<Record<Name, FilterDefinition>>>;

/** Values are among which the field is; a range has both ends included, null for none; `empty` keeps what is not known. */
export type Filter<Name extends string = string> =
	| { name: Name; form: 'among'; values: readonly string[] }
	| { name: Name; form: 'range'; from: string | null; to: string | null }
	| { name: Name; form: 'empty' };

/** Most values of one filter, and most filters of a list: an address stays an address. */
const MOST_VALUES = 40;
const MOST_FILTERS = 20;

/**
 * Reads `departureYear:2026..2028;successor:sought,in-discussion;hostDoctor:empty`.
 * @returns null when something in it is not among these filters, or not a value of its filter
 */
export function readFilters<Name extends string>(
	text: string,
	open: FilterBook<Name>,
): Filter<Name>[] | null {
	if (text === '') return [];
	const filters: Filter<Name>[] = [];
	for (const part of text.split(';')) {
		const colon = part.indexOf(':');
		const name = part.slice(0, colon) as Name;
		const definition = colon > 0 && Object.hasOwn(open, name) ? open[name] : undefined;
		if (definition === undefined || filters.some((one) => one.name === name)) return null;
		const filter = readFilter(name, definition, part.slice(colon + 1));
		if (filter === null) return null;
		filters.push(filter);
	}
	return filters.length > MOST_FILTERS ? null : filters;
}

function readFilter<Name extends string>(
	name: Name,
	definition: FilterDefinition,
	text: string,
): Filter<Name> | null {
	if (text === 'empty') return { name, form: 'empty' };
	if (definition.kind === 'number' || definition.kind === 'date') return readRange(name, definition, text);
	const values = text.split(',');
	if (values.length > MOST_VALUES) return null;
	return values.every((value) => isValueOf(definition, value)) ? { name, form: 'among', values } : null;
}

function readRange<Name extends string>(
	name: Name,
	{ kind }: FilterDefinition,
	text: string,
): Filter<Name> | null {
	const pattern = kind === 'date' ? /^\d{4}-\d\d-\d\d$/ : /^\d{1,6}$/;
	const [from, to, ...rest] = text.includes('..') ? text.split('..') : [text, text];
	if (from === undefined || to === undefined || rest.length > 0 || (from === '' && to === '')) return null;
	if (![from, to].every((end) => end === '' || (pattern.test(end) && isEnd(end)))) return null;
	return { name, form: 'range', from: from === '' ? null : from, to: to === '' ? null : to };
}

/** A day that the calendar has not would be refused by the database, as a fault of ours. */
function isEnd(end: string): boolean {
	if (!end.includes('-')) return true;
	const instant = Date.parse(`${end}T00:00:00Z`);
	return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(end) && end > '0001';
}

function isValueOf({ kind, choices }: FilterDefinition, value: string): boolean {
	switch (kind) {
		case 'yes-no':
			return value === 'yes' || value === 'no';
		case 'semester':
			return /^\d{4}-(05|11)$/.test(value) && value > '1';
		case 'commune':
			return /^[0-9][0-9AB][0-9]{3}$/.test(value);
		case 'intercommunality':
			return /^\d{9}$/.test(value);
		case 'account':
			return isId(value);
		default:
			return Object.hasOwn(choices ?? {}, value);
	}
}

/** The address form of filters: what `readFilters` reads. */
export function formatFilters(filters: readonly Filter[]): string {
	return filters.map((filter) => `${filter.name}:${formatValues(filter)}`).join(';');
}

function formatValues(filter: Filter): string {
	if (filter.form === 'empty') return 'empty';
	if (filter.form === 'among') return filter.values.join(',');
	return filter.from === filter.to ? (filter.from ?? '') : `${filter.from ?? ''}..${filter.to ?? ''}`;
}

/** The order of a list. */
export interface Sort<Name extends string = string> {
	by: Name;
	descending: boolean;
}

/** Reads `name` or `-departureYear` (the greatest first); null when it is not among these orders. */
export function readSort<Name extends string>(text: string, open: readonly Name[]): Sort<Name> | null {
	const descending = text.startsWith('-');
	const by = open.find((sort) => sort === (descending ? text.slice(1) : text));
	return by === undefined ? null : { by, descending };
}

export function formatSort({ by, descending }: Sort): string {
	return `${descending ? '-' : ''}${by}`;
}

/** « Départ envisagé : 2026 à 2028 ». */
export function filterText(definition: FilterDefinition, filter: Filter, names: Names = {}): string {
	return `${definition.label}\u00a0: ${filterValueText(definition, filter, names)}`;
}

function filterValueText(definition: FilterDefinition, filter: Filter, names: Names): string {
	if (filter.form === 'empty') return 'non renseigné';
	if (filter.form === 'range') return rangeText(filter.from, filter.to, definition.kind === 'date');
	return filter.values.map((value) => choiceText(definition, value, names)).join(' ou ');
}

function choiceText({ choices }: FilterDefinition, value: string, names: Names): string {
	if (value === 'yes' || value === 'no') return value === 'yes' ? 'oui' : 'non';
	const words = choices?.[value];
	// The name of a place or of a person keeps its capital.
	if (words === undefined) return names[value] ?? value;
	return words.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLocaleLowerCase('fr'));
}

function rangeText(from: string | null, to: string | null, isDate: boolean): string {
	const words = (end: string): string => (isDate ? shortDate(end) : end);
	if (from === null) return `jusqu’à ${words(to ?? '')}`;
	if (to === null) return `à partir de ${words(from)}`;
	return from === to ? words(from) : `${words(from)} à ${words(to)}`;
}
