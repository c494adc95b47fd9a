import { amount } from '../../indicators/indicator.words.ts';
import { parsePeriod, shortPeriodLabel } from '../../indicators/period.rules.ts';
import type { IndicatorStatus } from '../../indicators/status.rules.ts';
import type { ActionStatus } from '../../plan/action.rules.ts';
import { addressOf } from '../../plan/plan.rules.ts';
import type { Chain, ChainIndicator, Gap } from './chain.rules.ts';
import { GAP_KINDS, type GapKind } from './gap.words.ts';

/** A gap as the page shows it. */
export interface GapView {
	key: string;
	kind: GapKind;
	sentence: string;
	/** Where it is mended, for whoever may; null at a past date, and for the others. */
	mend: { href: string; label: string } | null;
}

export interface IndicatorView {
	code: string;
	name: string;
	status: IndicatorStatus;
	/** « 63 %, T3 2026 »; null without a value. */
	last: string | null;
	ownerName: string | null;
	gaps: GapView[];
}

export interface ActionView {
	number: string;
	href: string;
	title: string;
	standing: ActionStatus;
	indicators: IndicatorView[];
	gaps: GapView[];
}

export interface PropositionView {
	number: number;
	title: string;
	/** How many there are, whatever is left out of sight. */
	actionCount: number;
	indicatorCount: number;
	gapCount: number;
	actions: ActionView[];
	apart: IndicatorView[];
	suggested: string[];
	gaps: GapView[];
}

export interface ChainView {
	actionCount: number;
	indicatorCount: number;
	gapCount: number;
	/** Those that there are, in the order of the chain. */
	kinds: { kind: GapKind; count: number }[];
	propositions: PropositionView[];
}

/** What the reader may mend, and whether what is shown is of today: only that can be mended. */
export interface Mending {
	departmentCode: string;
	isToday: boolean;
	mayPlan: boolean;
	mayIndicators: boolean;
}

/** The gaps to show: all of them with the whole chain, or those of one kind, or all of them without what is sound. */
export type GapFilter = GapKind | 'all' | null;

export function readGapFilter(text: string | null): GapFilter {
	return text === 'tous' ? 'all' : (GAP_KINDS.find((kind) => kind === text) ?? null);
}

/** The chain as its page shows it. */
export function chainView(chain: Chain, mending: Mending, filter: GapFilter): ChainView {
	const { gaps, propositions } = chain;
	const views = propositions.map((one): PropositionView => {
		const indicators = (list: readonly ChainIndicator[]): IndicatorView[] =>
			list.map((indicator) => indicatorView(indicator, mending, filter)).filter(isShown(filter));
		return {
			...{ number: one.number, title: one.title, gapCount: one.all.length },
			actionCount: one.actions.length,
			indicatorCount: countFollowed(one),
			actions: one.actions
				.map((action) => ({
					...{ number: action.state.number, title: action.state.title, standing: action.state.standing },
					href: `/${mending.departmentCode}/plan/${addressOf(action.state.number)}`,
					indicators: indicators(action.indicators),
					gaps: shownGaps(action.gaps, mending, filter),
				}))
				.filter((action) => action.indicators.length > 0 || isShown(filter)(action)),
			apart: indicators(one.apart),
			suggested: filter === null ? one.suggested.map(({ definition }) => definition.name) : [],
			gaps: shownGaps(one.gaps, mending, filter),
		};
	});
	return {
		gapCount: gaps.length,
		actionCount: views.reduce((sum, { actionCount }) => sum + actionCount, 0),
		indicatorCount: new Set(propositions.flatMap(followedCodes)).size,
		kinds: GAP_KINDS.map((kind) => ({ kind, count: gaps.filter((gap) => gap.kind === kind).length })).filter(
			({ count }) => count > 0,
		),
		propositions: views.filter((one) => filter === null || hasSome(one)),
	};
}

const followedCodes = ({ actions, apart }: Chain['propositions'][number]): string[] => [
	...actions.flatMap(({ indicators }) => indicators.map(({ state }) => state.code)),
	...apart.map(({ state }) => state.code),
];

const countFollowed = (one: Chain['propositions'][number]): number => new Set(followedCodes(one)).size;

const isShown =
	(filter: GapFilter) =>
	({ gaps }: { gaps: readonly GapView[] }): boolean =>
		filter === null || gaps.length > 0;

const hasSome = ({ actions, apart, gaps }: PropositionView): boolean =>
	actions.length > 0 || apart.length > 0 || gaps.length > 0;

function indicatorView({ state, gaps }: ChainIndicator, mending: Mending, filter: GapFilter): IndicatorView {
	const { code, definition, judgement, ownerName, values } = state;
	const last = values.at(-1);
	const period = last === undefined ? null : parsePeriod(last.period);
	const isComputed = definition.computation !== null;
	return {
		...{ code, ownerName, name: definition.name, status: judgement.status },
		last:
			last === undefined || period === null
				? null
				: `${amount(last.value, definition.unit)}, ${shortPeriodLabel(period)}`,
		gaps: shownGaps(gaps, mending, filter).map((gap) =>
			isComputed && ENTERED.has(gap.kind) ? { ...gap, mend: null } : gap,
		),
	};
}

/** Mended by a value, which nobody enters where Terrimed computes. */
const ENTERED: ReadonlySet<GapKind> = new Set([
	'indicator-without-value',
	'value-stale',
	'indicator-late-unexplained',
]);

const shownGaps = (gaps: readonly Gap[], mending: Mending, filter: GapFilter): GapView[] =>
	gaps
		.filter(({ kind }) => filter === null || filter === 'all' || kind === filter)
		.map((gap) => ({ key: gap.key, kind: gap.kind, sentence: gap.sentence, mend: mendOf(gap, mending) }));

function mendOf({ kind, subject }: Gap, mending: Mending): GapView['mend'] {
	const { departmentCode, isToday, mayPlan, mayIndicators } = mending;
	if (!isToday) return null;
	const plan = `/${departmentCode}/plan`;
	const action = `${plan}/${addressOf(subject.code)}`;
	const indicator = `/${departmentCode}/indicateurs/${subject.code}`;
	switch (kind) {
		case 'proposition-without-action':
			return mayPlan ? { href: plan, label: 'Ajouter une action' } : null;
		case 'indicator-without-action':
			return mayPlan ? { href: plan, label: 'Le relier à une action' } : null;
		case 'action-without-indicator':
		case 'action-of-unknown-indicator':
			return mayPlan ? { href: action, label: 'Relier un indicateur' } : null;
		case 'action-late-unexplained':
			return mayPlan ? { href: action, label: 'Écrire l’obstacle' } : null;
		case 'indicator-without-owner':
		case 'indicator-without-source':
		case 'indicator-without-target':
		case 'target-without-path':
			return mayIndicators ? { href: `${indicator}/definition`, label: 'Compléter la définition' } : null;
		case 'indicator-without-value':
		case 'value-stale':
			return mayIndicators ? { href: `${indicator}?saisir=1#saisie`, label: 'Saisir une valeur' } : null;
		case 'indicator-late-unexplained':
			return mayIndicators ? { href: `${indicator}#valeurs-titre`, label: 'Commenter la valeur' } : null;
		case 'objection-unanswered':
			return mayIndicators ? { href: `${indicator}#contestations`, label: 'Répondre' } : null;
	}
}

/** « 41 actions et 23 indicateurs suivis : 14 maillons manquent. » */
export function chainSentence({ actionCount, indicatorCount, gapCount }: ChainView): string {
	const counted = (count: number, word: string): string => `${count} ${word}${count > 1 ? 's' : ''}`;
	const followed = `${counted(indicatorCount, 'indicateur')} suivi${indicatorCount > 1 ? 's' : ''}`;
	const missing =
		gapCount === 0
			? 'aucun maillon ne manque'
			: `${counted(gapCount, 'maillon')} manque${gapCount > 1 ? 'nt' : ''}`;
	return `${counted(actionCount, 'action')} et ${followed}\u00a0: ${missing}.`;
}
