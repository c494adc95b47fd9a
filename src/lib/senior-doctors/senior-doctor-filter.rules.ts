import {
	readFilters,
	readSort,
	type Filter,
	type FilterBook,
	type FilterDefinition,
	type Sort,
} from '#lib/registries/filter.rules.ts';
import { ZONE_SHORT } from '#lib/territory/zoning.rules.ts';
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

type NotField = FollowUpColumn | 'intercommunality' | 'zone';
const NOT_FIELDS: Record<NotField, FilterDefinition> = {
	lastContactOn: { kind: 'date', label: 'Dernier contact' },
	nextStepOn: { kind: 'date', label: 'Prochaine étape' },
	followedBy: { kind: 'account', label: 'Suivi par' },
	intercommunality: { kind: 'intercommunality', label: 'EPCI' },
	zone: { kind: 'choice', label: 'Zonage', choices: ZONE_SHORT },
};

/** The definition of a filter: a field's own, or that of what is no field. */
export function filterDefinition(name: FilterName): FilterDefinition {
	if (!isField(name)) return NOT_FIELDS[name];
	const { label, kind, choices = {} } = FIELDS[name];
	if (kind === 'choice' || kind === 'yes-no' || kind === 'date' || kind === 'commune')
		return { label, kind, choices };
	return { label, kind: 'number' };
}

function isField(name: FilterName): name is Exclude<FilterName, NotField> {
	return Object.hasOwn(FIELDS, name);
}

/**
 * The filters that somebody of this circle may ask by: those of the fields they read. Filtering by a field tells its value, so a field one
 * may not read is no filter either.
 */
export function filtersOpenTo(circle: Sharing): FilterName[] {
	const fields = fieldsOpenTo(circle).filter(
		(field): field is Exclude<FilterName, NotField> =>
			!['text', 'long-text', 'places'].includes(FIELDS[field].kind),
	);
	const followUp = circle === 'urps' ? FOLLOW_UP_COLUMNS : [];
	return [...fields, ...followUp, 'intercommunality', 'zone'];
}

/** The same, with what each is. */
export function filterBook(circle: Sharing): FilterBook<FilterName> {
	return Object.fromEntries(filtersOpenTo(circle).map((name) => [name, filterDefinition(name)]));
}

/** Reads the filters of an address; null when one of them is not a filter of this circle, or has a value that is none. */
export function parseFilters(text: string, circle: Sharing): Filter<FilterName>[] | null {
	return readFilters(text, filterBook(circle));
}

const SORTS = [
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

/** Reads an order; null when this circle has no such one. */
export function parseSort(text: string, circle: Sharing): Sort<SortName> | null {
	return readSort(text, sortsOpenTo(circle));
}
