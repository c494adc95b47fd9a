import { addDays } from '#lib/ui/days.ts';
import type { Definition } from './indicator.rules.ts';
import { expectedOn, finalTarget, wayLength } from './path.rules.ts';
import { dueOn, parsePeriod, inPeriod, shiftPeriod, lastEndedPeriod, type Period } from './period.rules.ts';
import { amount, dayInWords } from './indicator.words.ts';

export const INDICATOR_STATUSES = [
	'reached',
	'on-path',
	'at-risk',
	'off-path',
	'stale',
	'no-path',
	'no-data',
] as const;
export type IndicatorStatus = (typeof INDICATOR_STATUSES)[number];

export const INDICATOR_STATUS_LABEL: Record<IndicatorStatus, string> = {
	reached: 'Atteint',
	'on-path': 'Dans les temps',
	'at-risk': 'À surveiller',
	'off-path': 'En retard',
	stale: 'Non mis à jour',
	'no-path': 'Sans cible',
	'no-data': 'Sans valeur',
};

/** Days after the due date of a missing value from which the last one says nothing of today. */
const STALE_DAYS = 60;

/** The latest value of an indicator, corrections taken in. */
export interface LastValue {
	period: string;
	value: number;
}

/** A status with the sentence that explains it. */
export interface Judgement {
	status: IndicatorStatus;
	sentence: string;
	/** What the path asks for at the end of the last value's period. */
	expected: number | null;
}

type Judged = Pick<
	Definition,
	'direction' | 'frequency' | 'unit' | 'baseline' | 'targets' | 'watchFrom' | 'lateFrom'
>;

/**
 * The status of an indicator on a day: no value, then a value too old to count, then its distance to the path,
 * in percent of the whole way and in the direction wanted.
 * @param last the value of the latest period, or null
 */
export function judge(definition: Judged, last: LastValue | null, today: string): Judgement {
	const period = last === null ? null : parsePeriod(last.period);
	if (last === null || period === null) {
		return { status: 'no-data', sentence: 'Aucune valeur n’a encore été saisie.', expected: null };
	}
	const expected = expectedOn(definition, period.endsOn);
	if (isStale(definition, period, today)) {
		const sentence = `Non mis à jour depuis le ${dayInWords(period.endsOn)}\u00a0: la dernière valeur ne dit plus où l’on en est.`;
		return { status: 'stale', sentence, expected };
	}
	return { ...placeOnPath(definition, { ...last, period, expected }), expected };
}

/** The period whose value is expected next, after the last one entered; the latest ended when there is none. */
export function nextPeriod(frequency: Definition['frequency'], last: string | null, today: string): Period {
	const period = last === null ? null : parsePeriod(last);
	if (period === null || period.frequency !== frequency) return lastEndedPeriod(frequency, today);
	return shiftPeriod(period, 1);
}

function isStale({ frequency }: Judged, last: Period, today: string): boolean {
	const missing = nextPeriod(frequency, last.key, today);
	return addDays(dueOn(missing), STALE_DAYS) < today;
}

function placeOnPath(
	definition: Judged,
	last: { value: number; period: Period; expected: number | null },
): Omit<Judgement, 'expected'> {
	const { unit } = definition;
	const final = finalTarget(definition);
	const said = `${amount(last.value, unit)} ${inPeriod(last.period)}`;
	if (final === null) return { status: 'no-path', sentence: `${said}, sans cible à laquelle la comparer.` };
	const sign = definition.direction === 'up' ? 1 : -1;
	if ((last.value - final.value) * sign >= 0) {
		return {
			status: 'reached',
			sentence: `${said}\u00a0: la cible de ${amount(final.value, unit)} est atteinte.`,
		};
	}
	if (last.expected === null) {
		return { status: 'no-path', sentence: `${said}, avant le début du chemin vers la cible.` };
	}
	const gap = (last.expected - last.value) * sign;
	const share = (gap / wayLength(definition)) * 100;
	const status = statusOf(share, definition);
	const mark = `un repère de ${amount(last.expected, unit)}`;
	if (status === 'on-path') {
		return { status, sentence: `${said}, pour ${mark}\u00a0: la valeur suit le chemin vers la cible.` };
	}
	const side = definition.direction === 'up' ? 'sous le repère' : 'au-dessus du repère';
	const way = `soit ${amount(share, '%')} du chemin`;
	return { status, sentence: `${said}, pour ${mark}\u00a0: ${amount(gap, '')} ${side}, ${way}.` };
}

function statusOf(share: number, { watchFrom, lateFrom }: Judged): 'on-path' | 'at-risk' | 'off-path' {
	if (share < watchFrom) return 'on-path';
	return share < lateFrom ? 'at-risk' : 'off-path';
}
