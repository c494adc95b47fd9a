import { isId } from '#lib/identifiers.ts';
import { isZone, ZONE_SHORT } from '#lib/territory/zoning.rules.ts';
import { FIELDS, fieldsOpenTo } from './senior-doctor.fields.rules.ts';
import type { SeniorDoctorField } from './senior-doctor.rules.ts';
import type { Sharing } from './senior-doctor.values.rules.ts';

/** Kept by the follow-up log, so read by the URPS alone. */
export const FOLLOW_UP_COLUMNS = ['lastContactOn', 'nextStepOn', 'followedBy'] as const;
export type FollowUpColumn = (typeof FOLLOW_UP_COLUMNS)[number];

/** What a list may be filtered by: fields with a closed list of values, codes, or a range. Nothing else, and no expression. */
export type FilterName =
	| Exclude<
			SeniorDoctorField,
			| 'lastName'
			| 'firstName'
			| 'rpps'
			| 'email'
			| 'phone'
			| 'address'
			| 'conditions'
			| 'obstacles'
			| 'otherPlaces'
	  >
	| FollowUpColumn
	| 'intercommunality'
	| 'zone';

/** Values are among which the field is; a range has both ends included, null for none; `empty` keeps what is not known. */
export type Filter =
	| { name: FilterName; form: 'among'; values: readonly string[] }
	| { name: FilterName; form: 'range'; from: string | null; to: string | null }
	| { name: FilterName; form: 'empty' };

type FilterKind = 'choice' | 'yes-no' | 'number' | 'date' | 'commune' | 'intercommunality' | 'account' | 'zone';

const NOT_FIELDS: Record<FollowUpColumn | 'intercommunality' | 'zone', { kind: FilterKind; label: string }> = {
	lastContactOn: { kind: 'date', label: 'Dernier contact' },
	nextStepOn: { kind: 'date', label: 'Prochaine étape' },
	followedBy: { kind: 'account', label: 'Suivi par' },
	intercommunality: { kind: 'intercommunality', label: 'EPCI' },
	zone: { kind: 'zone', label: 'Zonage' },
};

/** Most values of one filter, and most filters of a list: an address stays an address. */
const MOST_VALUES = 40;
const MOST_FILTERS = 20;

export function filterLabel(name: FilterName): string {
	return isField(name) ? FIELDS[name].label : NOT_FIELDS[name].label;
}

export function filterKind(name: FilterName): FilterKind {
	if (!isField(name)) return NOT_FIELDS[name].kind;
	const { kind } = FIELDS[name];
	if (kind === 'choice' || kind === 'yes-no' || kind === 'date' || kind === 'commune') return kind;
	return 'number';
}

/** The closed list of what a filter may be, by its code; empty when it is none. */
export function filterChoices(name: FilterName): Readonly<Record<string, string>> {
	if (name === 'zone') return ZONE_SHORT;
	if (filterKind(name) === 'yes-no') return { yes: 'oui', no: 'non' };
	return isField(name) ? (FIELDS[name].choices ?? {}) : {};
}

function isField(name: FilterName): name is Exclude<FilterName, keyof typeof NOT_FIELDS> {
	return Object.hasOwn(FIELDS, name);
}

/**
 * The filters that somebody of this circle may ask by: those of the fields they read. Filtering by a field tells its value, so a field one
 * may not read is no filter either.
 */
export function filtersOpenTo(circle: Sharing): FilterName[] {
	const fields = fieldsOpenTo(circle).filter(
		(field): field is Exclude<FilterName, keyof typeof NOT_FIELDS> =>
			!['text', 'long-text', 'places'].includes(FIELDS[field].kind),
	);
	const followUp = circle === 'urps' ? FOLLOW_UP_COLUMNS : [];
	return [...fields, ...followUp, 'intercommunality', 'zone'];
}

/**
 * Reads `departureYear:2026..2028;successor:sought,in-discussion;hostDoctor:empty`.
 * @returns null when something in it is not a filter of this circle, or not a value of its filter
 */
export function parseFilters(text: string, circle: Sharing): Filter[] | null {
	if (text === '') return [];
	const open = new Set<string>(filtersOpenTo(circle));
	const filters: Filter[] = [];
	for (const part of text.split(';')) {
		const colon = part.indexOf(':');
		const name = part.slice(0, colon);
		if (colon < 1 || !open.has(name) || filters.some((one) => one.name === name)) return null;
		const filter = parseFilter(name as FilterName, part.slice(colon + 1));
		if (filter === null) return null;
		filters.push(filter);
	}
	return filters.length > MOST_FILTERS ? null : filters;
}

function parseFilter(name: FilterName, text: string): Filter | null {
	if (text === 'empty') return { name, form: 'empty' };
	const kind = filterKind(name);
	if (kind === 'number' || kind === 'date') return parseRange(name, text);
	const values = text.split(',');
	if (values.length > MOST_VALUES) return null;
	return values.every((value) => isValueOf(name, value)) ? { name, form: 'among', values } : null;
}

function parseRange(name: FilterName, text: string): Filter | null {
	const pattern = filterKind(name) === 'date' ? /^\d{4}-\d\d-\d\d$/ : /^\d{1,6}$/;
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

function isValueOf(name: FilterName, value: string): boolean {
	switch (filterKind(name)) {
		case 'yes-no':
			return value === 'yes' || value === 'no';
		case 'commune':
			return /^[0-9][0-9AB][0-9]{3}$/.test(value);
		case 'intercommunality':
			return /^\d{9}$/.test(value);
		case 'account':
			return isId(value);
		case 'zone':
			return isZone(value);
		default:
			return isField(name) && Object.hasOwn(FIELDS[name].choices ?? {}, value);
	}
}

/** The address form of filters: what `parseFilters` reads. */
export function formatFilters(filters: readonly Filter[]): string {
	return filters.map((filter) => `${filter.name}:${formatValues(filter)}`).join(';');
}

function formatValues(filter: Filter): string {
	if (filter.form === 'empty') return 'empty';
	if (filter.form === 'among') return filter.values.join(',');
	return filter.from === filter.to ? (filter.from ?? '') : `${filter.from ?? ''}..${filter.to ?? ''}`;
}

export const SORTS = [
	'name',
	'commune',
	'birthYear',
	'departureYear',
	'specialty',
	'successor',
	'lastContactOn',
	'nextStepOn',
] as const;
export type SortName = (typeof SORTS)[number];
export interface Sort {
	by: SortName;
	descending: boolean;
}

/** Columns that one must be able to read in order to sort by them. */
const SORT_FIELD: Record<SortName, SeniorDoctorField | FollowUpColumn> = {
	name: 'lastName',
	commune: 'communeCode',
	birthYear: 'birthYear',
	departureYear: 'departureYear',
	specialty: 'specialty',
	successor: 'successor',
	lastContactOn: 'lastContactOn',
	nextStepOn: 'nextStepOn',
};

export function sortsOpenTo(circle: Sharing): SortName[] {
	const fields = new Set<string>(fieldsOpenTo(circle));
	return SORTS.filter((sort) => circle === 'urps' || fields.has(SORT_FIELD[sort]));
}

/** Reads `name` or `-departureYear` (the greatest first); null when this circle has no such sort. */
export function parseSort(text: string, circle: Sharing): Sort | null {
	const descending = text.startsWith('-');
	const by = sortsOpenTo(circle).find((sort) => sort === (descending ? text.slice(1) : text));
	return by === undefined ? null : { by, descending };
}

export function formatSort({ by, descending }: Sort): string {
	return `${descending ? '-' : ''}${by}`;
}
