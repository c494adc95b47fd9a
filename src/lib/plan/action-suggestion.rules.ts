import type { FieldValue } from '#lib/documents/suggestion.rules.ts';
import { TYPED_FIELDS } from './action.rules.ts';
import {
	dayOrNull,
	idOrNull,
	integerWithin,
	lineWithin,
	MAX_BUDGET_CENTS,
	MAX_STAFFING_HUNDREDTHS,
	statusOrProposed,
	TEXT_LIMIT,
	textWithin,
} from './action.values.rules.ts';

/** The fields for which another value can be proposed: those that hold one value that somebody types or chooses. */
export const SUGGESTIBLE_FIELDS = TYPED_FIELDS;
export type SuggestibleField = (typeof SUGGESTIBLE_FIELDS)[number];

export function isSuggestible(field: string): field is SuggestibleField {
	return SUGGESTIBLE_FIELDS.some((one) => one === field);
}

/** How each field reads a value; what it is not reads as empty. */
const READ: Record<SuggestibleField, (value: FieldValue) => FieldValue> = {
	title: (value) => lineWithin(value, TEXT_LIMIT.title),
	objective: (value) => textWithin(value, TEXT_LIMIT.objective),
	leadOrganisationId: idOrNull,
	responsibleAccountId: idOrNull,
	startsOn: dayOrNull,
	dueOn: dayOrNull,
	status: statusOrProposed,
	progress: (value) => integerWithin(value, 0, 100),
	budgetCents: (value) => integerWithin(value, 0, MAX_BUDGET_CENTS),
	staffingHundredths: (value) => integerWithin(value, 0, MAX_STAFFING_HUNDREDTHS),
	staffing: (value) => lineWithin(value, TEXT_LIMIT.staffing),
	obstacles: (value) => textWithin(value, TEXT_LIMIT.obstacles),
};

/** Whether a field can hold exactly this value. An action always has a progress. */
export function fits(field: SuggestibleField, value: FieldValue): boolean {
	return READ[field](value) === value && !(field === 'progress' && value === null);
}
