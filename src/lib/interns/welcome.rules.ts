import { addDays, addMonths } from '#lib/ui/days.ts';
import type { InternValues } from './intern.rules.ts';
import type { ChecklistItem } from './intern.values.rules.ts';

/** A step of somebody's welcome, with whom it is for and until when. */
export interface WelcomeItem {
	item: ChecklistItem;
	/** An account, or a name. */
	hasOwner: boolean;
	/** ISO day. */
	dueOn: string | null;
	isDone: boolean;
}

/** What is asked of a welcome: is it ready? */
export interface Welcome extends Pick<
	InternValues,
	'startsOn' | 'endsOn' | 'housing' | 'housingUntil' | 'hostDoctorId' | 'hostName'
> {
	items: readonly WelcomeItem[];
}

export type GapKind =
	| 'no-housing'
	| 'housing-unknown'
	| 'step-late'
	| 'no-host'
	| 'no-evening'
	| 'no-visit'
	| 'step-without-owner';

/** Something that is missing from a welcome. */
export interface Gap {
	kind: GapKind;
	/** Late: it should be there already. */
	isLate: boolean;
	/** Of a step that is late or nobody's. */
	item: ChecklistItem | null;
	/** The ISO day by which it is expected. */
	dueOn: string | null;
}

/** Days before an arrival from which somebody without a roof is late, and from which a welcome that nobody prepares is said. */
const HOUSING_NOTICE_DAYS = 30;
export const WELCOME_NOTICE_DAYS = 60;

/** Months after an arrival from which an evening or a visit that nobody planned is asked no more: the welcome is over. */
const WELCOME_MONTHS = 2;

const ORDER: readonly GapKind[] = [
	'no-housing',
	'step-late',
	'housing-unknown',
	'no-host',
	'no-evening',
	'no-visit',
	'step-without-owner',
];

/**
 * What is missing from a welcome on the day `today`, what is late first; nothing for a course that is over, or that begins too far ahead
 * for one to know. The interview of the end of a phase is no part of the welcome: `alertsOf` watches it.
 */
export function gapsOf(welcome: Welcome, today: string): Gap[] {
	const { startsOn, endsOn, items } = welcome;
	if (endsOn < today) return [];
	const roof = today < addDays(startsOn, -WELCOME_NOTICE_DAYS) ? [] : housingGaps(welcome, today);
	const gaps = items
		.filter(({ item, isDone }) => !isDone && item !== 'phase-interview')
		.flatMap((step) => {
			if (step.item === 'housing' && roof.some(({ kind }) => kind === 'no-housing')) return [];
			return step.dueOn !== null && step.dueOn < today ? [gap('step-late', step, true)] : [];
		});
	gaps.push(...roof);
	if (isPrepared(startsOn, today)) gaps.push(...preparationGaps(welcome));
	return gaps.toSorted(
		(a, b) => Number(b.isLate) - Number(a.isLate) || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
	);
}

/** Whether the welcome of who begins on this day is being prepared now, or has just been given. */
function isPrepared(startsOn: string, today: string): boolean {
	return today >= addDays(startsOn, -WELCOME_NOTICE_DAYS) && today <= addMonths(startsOn, WELCOME_MONTHS);
}

/** A roof that is not found, or found for less than the course: it is missing from the day after. */
function housingGaps({ housing, housingUntil, startsOn, endsOn }: Welcome, today: string): Gap[] {
	const isShort = housing === 'temporary' && (housingUntil === null || housingUntil < endsOn);
	if (housing === 'sought' || isShort) {
		const dueOn = isShort && housingUntil !== null ? housingUntil : startsOn;
		return [{ kind: 'no-housing', isLate: today >= addDays(dueOn, -HOUSING_NOTICE_DAYS), item: null, dueOn }];
	}
	return housing === null && today <= startsOn
		? [{ kind: 'housing-unknown', isLate: false, item: null, dueOn: startsOn }]
		: [];
}

function preparationGaps({ hostDoctorId, hostName, startsOn, items }: Welcome): Gap[] {
	const waiting = items.filter(({ item, isDone }) => !isDone && item !== 'phase-interview');
	const undated = (item: ChecklistItem): boolean =>
		waiting.some((step) => step.item === item && step.dueOn === null);
	return [
		...(hostDoctorId === null && hostName === null ? [gap('no-host', { item: null, dueOn: startsOn })] : []),
		...(undated('welcome-evening') ? [gap('no-evening', { item: 'welcome-evening', dueOn: startsOn })] : []),
		...(undated('local-visit') ? [gap('no-visit', { item: 'local-visit', dueOn: startsOn })] : []),
		...waiting
			.filter(({ hasOwner, dueOn }) => !hasOwner && dueOn !== null)
			.map((step) => gap('step-without-owner', step)),
	];
}

function gap(kind: GapKind, { item, dueOn }: Pick<Gap, 'item' | 'dueOn'>, isLate = false): Gap {
	return { kind, isLate, item, dueOn };
}

/** How a welcome stands, in a word or two: as a row of a table has room for. */
export type Readiness = { state: 'ready' | 'watched' | 'late'; words: string };

/** « Prêt », « Sans logement », « 2 à faire ». */
export function readinessOf(gaps: readonly Gap[]): Readiness {
	if (gaps.length === 0) return { state: 'ready', words: 'Prêt' };
	if (gaps.some(({ kind, isLate }) => kind === 'no-housing' && isLate))
		return { state: 'late', words: 'Sans logement' };
	const isLate = gaps.some((gap) => gap.isLate);
	return { state: isLate ? 'late' : 'watched', words: `${gaps.length}\u00a0à faire` };
}

/** How the welcomes of a semester stand: « 11 accueils ne sont pas prêts », « Les 3 accueils sont prêts ». */
export function readinessSentence(welcomes: readonly (readonly Gap[])[]): string {
	const unready = welcomes.filter((gaps) => gaps.length > 0).length;
	const all = welcomes.length;
	if (all === 0) return 'Aucun accueil à préparer';
	if (unready === 0) return all === 1 ? 'L’accueil est prêt' : `Les ${all} accueils sont prêts`;
	return unready === 1 ? '1 accueil n’est pas prêt' : `${unready} accueils ne sont pas prêts`;
}

/** What is missing, by kind, in the order in which one sees to it: « Sans logement, 2 ». Each welcome counts once in a kind. */
export function countGaps(
	welcomes: readonly (readonly Gap[])[],
): { kind: GapKind; count: number; isLate: boolean }[] {
	return ORDER.map((kind) => {
		const having = welcomes.filter((gaps) => gaps.some((gap) => gap.kind === kind));
		const isLate = having.some((gaps) => gaps.some((gap) => gap.kind === kind && gap.isLate));
		return { kind, count: having.length, isLate };
	}).filter(({ count }) => count > 0);
}
