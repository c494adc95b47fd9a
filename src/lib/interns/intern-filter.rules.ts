import {
	readFilters,
	readSort,
	type Filter,
	type FilterBook,
	type FilterDefinition,
	type Sort,
} from '#lib/registries/filter.rules.ts';
import { ZONE_SHORT } from '#lib/territory/zoning.rules.ts';
import { INTERN_FIELD_NAMES, INTERN_FIELDS, type InternCircle } from './intern.fields.rules.ts';
import type { InternField } from './intern.rules.ts';
import { semesterAfter, semesterOf, semesterWords } from './semester.rules.ts';

/** What a list may be filtered by: closed lists, codes, days and numbers. No text, and no expression. */
export type InternFilterName = Exclude<
	| InternField
	| 'openItems'
	/** The semester for which somebody comes. */
	| 'arrival'
	| 'intercommunality'
	| 'zone',
	| 'lastName'
	| 'firstName'
	| 'rpps'
	| 'email'
	| 'phone'
	| 'university'
	| 'site'
	| 'hostDoctorId'
	| 'hostName'
	| 'supervisor'
	| 'housingPlace'
	| 'transport'
	| 'spouseWork'
	| 'childcare'
	| 'projectPlace'
	| 'project'
>;

type NotField = 'openItems' | 'arrival' | 'intercommunality' | 'zone';
const NOT_FIELDS: Record<NotField, FilterDefinition> = {
	openItems: { kind: 'number', label: 'Étapes d’accueil à faire' },
	arrival: { kind: 'semester', label: 'Semestre' },
	intercommunality: { kind: 'intercommunality', label: 'EPCI' },
	zone: { kind: 'choice', label: 'Zonage', choices: ZONE_SHORT },
};
/** Kinds of fields that are no filter: a text would find a person by what is written of them. */
const NO_FILTER: readonly string[] = ['text', 'long-text', 'doctor'];

function isField(name: string): name is InternField {
	return Object.hasOwn(INTERN_FIELDS, name);
}

/** The definition of a filter: a field's own, or that of what is no field. */
export function internFilter(name: InternFilterName): FilterDefinition {
	if (!isField(name)) return NOT_FIELDS[name];
	const { label, kind, choices = {} } = INTERN_FIELDS[name];
	switch (kind) {
		case 'choice':
		case 'yes-no':
		case 'date':
		case 'commune':
			return { label, kind, choices };
		// Nobody chooses a person from an empty list: a link or a view names them.
		case 'account':
			return { label, kind };
		default:
			return { label, kind: 'number' };
	}
}

/**
 * The filters of this circle: filtering by a field tells its value, so an elected official filters only by what each record of the commune
 * shows them, whatever its person shares.
 */
export function internFilterBook(circle: InternCircle): FilterBook<InternFilterName> {
	const fields = INTERN_FIELD_NAMES.filter((field): field is InternField & InternFilterName => {
		const { kind, elected } = INTERN_FIELDS[field];
		return !NO_FILTER.includes(kind) && (circle === 'keepers' || elected === 'always');
	});
	const others: NotField[] = ['arrival', 'intercommunality', 'zone'];
	if (circle === 'keepers') others.push('openItems');
	return Object.fromEntries([...fields, ...others].map((name) => [name, internFilter(name)]));
}

/** The same, with the semesters around `today` to choose from. */
export function internFilterChoices(circle: InternCircle, today: string): FilterBook<InternFilterName> {
	const now = semesterOf(today);
	const near = [-2, -1, 0, 1, 2].map((count) => semesterAfter(now, count));
	const choices = Object.fromEntries(near.map((one) => [one.code, semesterWords(one)]));
	return { ...internFilterBook(circle), arrival: { ...NOT_FIELDS.arrival, choices } };
}

/** Reads the filters of an address; null when one of them is not a filter of this circle, or has a value that is none. */
export function parseInternFilters(text: string, circle: InternCircle): Filter<InternFilterName>[] | null {
	return readFilters(text, internFilterBook(circle));
}

const OPEN_SORTS = ['name', 'commune', 'startsOn', 'endsOn', 'level', 'housing'] as const;
export type InternSortName = (typeof OPEN_SORTS)[number] | 'openItems';

export function internSortsOpenTo(circle: InternCircle): InternSortName[] {
	return circle === 'keepers' ? [...OPEN_SORTS, 'openItems'] : [...OPEN_SORTS];
}

/** Reads an order; null when this circle has no such one. */
export function parseInternSort(text: string, circle: InternCircle): Sort<InternSortName> | null {
	return readSort(text, internSortsOpenTo(circle));
}
