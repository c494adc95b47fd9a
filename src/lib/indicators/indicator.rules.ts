import { FORMULAS, type Computation } from './computation.rules.ts';
import type { Frequency } from './period.rules.ts';

export const DIRECTIONS = ['up', 'down'] as const;
/** Which way the committee wants the value to go. */
export type Direction = (typeof DIRECTIONS)[number];

export const DIRECTION_LABEL: Record<Direction, string> = { up: 'à faire monter', down: 'à faire baisser' };

export const VALUE_STATES = ['provisional', 'validated'] as const;
export type ValueState = (typeof VALUE_STATES)[number];

export const VALUE_STATE_LABEL: Record<ValueState, string> = {
	provisional: 'provisoire',
	validated: 'validée',
};

/** What is to be reached, and on which day (ISO). */
export interface Target {
	on: string;
	value: number;
}

/** Where the indicator stood at the start, and on which day (ISO). */
export interface Baseline {
	on: string;
	value: number;
}

/** What an indicator is: a change of one of these makes a new version, and values keep the version they were entered under. */
export interface Definition {
	name: string;
	/** 1 to 10. */
	proposition: number;
	unit: string;
	direction: Direction;
	/** How it is computed, in words. */
	formula: string;
	/** Who gives the figure. */
	source: string;
	frequency: Frequency;
	baseline: Baseline | null;
	/** In the order of their days. */
	targets: readonly Target[];
	/** Gap to the path, in percent of the whole way, from which the indicator is to be watched. */
	watchFrom: number;
	/** The same, from which it is late. */
	lateFrom: number;
	/** The formula that computes its values; null when they are entered. */
	computation: Computation | null;
	/** Whether the committee's public page shows it. */
	isPublic: boolean;
	/** Account of whoever sees to its values. */
	ownerId: string | null;
}

/** Gaps that a definition starts from, in percent of the way from the baseline to the last target. */
export const DEFAULT_WATCH_FROM = 5;
export const DEFAULT_LATE_FROM = 25;

/** Most targets of a path: one a year for as long as a plan lasts. */
export const MOST_TARGETS = 6;

/** Largest value either way: beyond, somebody typed an identifier. */
export const LARGEST_VALUE = 1_000_000_000;

/** A code of the catalogue (`I5.2`), or of the committee's own (`L3`). */
const CODE = /^(?:I(?:10|[1-9])\.[1-9]\d?|L[1-9]\d{0,3})$/;

export function isIndicatorCode(code: string): boolean {
	return CODE.test(code);
}

/** Order of the lists: by proposition, those of the catalogue first, then by number. */
export function compareIndicators(
	left: { proposition: number; code: string },
	right: { proposition: number; code: string },
): number {
	if (left.proposition !== right.proposition) return left.proposition - right.proposition;
	const isOwn = (code: string): number => (code.startsWith('L') ? 1 : 0);
	if (isOwn(left.code) !== isOwn(right.code)) return isOwn(left.code) - isOwn(right.code);
	return numberOf(left.code) - numberOf(right.code);
}

const numberOf = (code: string): number => Number(code.replace(/^.*[.L]/, ''));

/**
 * What is wrong with a definition, by field; empty when nothing is.
 * The days of the targets rise, and the first comes after the baseline.
 */
export function definitionFaults(definition: Definition): Record<string, string> {
	const faults: Record<string, string> = {};
	const { baseline, targets } = definition;
	const days = targets.map(({ on }) => on);
	if (days.some((day, index) => index > 0 && day <= (days[index - 1] ?? ''))) {
		faults['targets'] = 'Chaque cible vient après la précédente\u00a0: vérifiez les dates.';
	} else if (baseline !== null && days[0] !== undefined && days[0] <= baseline.on) {
		faults['targets'] = 'La première cible vient après la valeur de départ.';
	}
	const computed = definition.computation === null ? null : FORMULAS[definition.computation];
	if (computed !== null && computed.unit !== definition.unit) {
		faults['computation'] =
			`Ce calcul se dit en «\u00a0${computed.unit}\u00a0»\u00a0: changez l’unité, ou le calcul.`;
	}
	if (definition.watchFrom >= definition.lateFrom) {
		faults['lateFrom'] = 'Écrivez un écart plus grand que celui qui met sous surveillance.';
	}
	return faults;
}

/** Whether a value is so far from the one before that it looks like a slip of the keyboard: ten times more, or less. */
export function looksMistyped(value: number, previous: number | null): boolean {
	if (previous === null || previous === 0 || value === 0) return false;
	const ratio = Math.abs(value / previous);
	return ratio >= 10 || ratio <= 0.1;
}
