import { isDay } from '#lib/ui/days.ts';
import { isId } from '#lib/identifiers.ts';
import { storable } from '#lib/text.ts';
import { ACTION_STATUSES, type ActionStatus } from './action.rules.ts';

/** Longest texts that are read and written, in UTF-16 units: enough for a sheet, too little to weigh on every reader. */
export const TEXT_LIMIT = {
	title: 300,
	objective: 2000,
	staffing: 300,
	obstacles: 4000,
	milestone: 300,
	funder: 120,
	obstacle: 1000,
	description: 50_000,
} as const;

/** A milliard of euros, in cents: no action of a département costs more, and sums stay exact integers. */
export const MAX_BUDGET_CENTS = 100_000_000_000;

/** Communes of the largest département (Aisne, about 800), with room. */
export const MAX_SET = 1000;
export const MAX_MILESTONES = 200;

/** Lines of a budget, obstacles or waits of one action: more than anybody keeps up by hand. */
export const MAX_ENTRIES = 100;

/** A thousand full-time posts, in hundredths. */
export const MAX_STAFFING_HUNDREDTHS = 100_000;
export const FIRST_BUDGET_YEAR = 2000;
export const LAST_BUDGET_YEAR = 2100;
export const FIRST_PROPOSITION = 1;
export const LAST_PROPOSITION = 10;

/** Fields that hold several codes; concurrent additions merge. */
export const SET_FIELDS = [
	'partnerOrganisationIds',
	'communeCodes',
	'intercommunalityCodes',
	'indicators',
] as const;
export type SetField = (typeof SET_FIELDS)[number];

const COMMUNE = /^[0-9AB]{5}$/;
const SIREN = /^\d{9}$/;
const INDICATOR = /^I\d{1,2}\.\d{1,2}$/;
const MEASURE = /^P\d{1,2}\.\d{1,2}$/;

/** What a key of each set must look like; `__proto__` and the like match none. */
const SET_KEY: Record<SetField, (key: string) => boolean> = {
	partnerOrganisationIds: isId,
	communeCodes: (key) => COMMUNE.test(key),
	intercommunalityCodes: (key) => SIREN.test(key),
	indicators: (key) => INDICATOR.test(key) || isId(key),
};

export function isSetKey(field: SetField, key: string): boolean {
	return SET_KEY[field](key);
}

export function dayOrNull(value: unknown): string | null {
	return isDay(value) ? value : null;
}

export function idOrNull(value: unknown): string | null {
	return typeof value === 'string' && isId(value) ? value : null;
}

export function measureOrEmpty(value: unknown): string {
	return typeof value === 'string' && MEASURE.test(value) ? value : '';
}

export function statusOrProposed(value: unknown): ActionStatus {
	return ACTION_STATUSES.find((status) => status === value) ?? 'proposed';
}

/** The nearest integer within bounds, or null when `value` is no number. */
export function integerWithin(value: unknown, lowest: number, highest: number): number | null {
	if (typeof value !== 'number' || !Number.isFinite(value)) return null;
	return Math.min(highest, Math.max(lowest, Math.round(value)));
}

/** A text cut at its limit, without what a database refuses (NUL, half a character); anything else reads as empty. */
export function textWithin(value: unknown, limit: number): string {
	return typeof value === 'string' ? storable(value.slice(0, limit)) : '';
}

/** A text of one line: a line break reads as a space. */
export function lineWithin(value: unknown, limit: number): string {
	return textWithin(value, limit).replace(/\s*[\r\n]+\s*/g, ' ');
}
