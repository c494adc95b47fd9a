import { dayInFrance } from '../../committee/role.rules.ts';
import { pathPoints } from '../../indicators/path.rules.ts';
import { PROPOSITIONS } from '../../plan/proposition.catalogue.ts';
import { gapSentence, type GapKind } from './gap.words.ts';
import type { ActionState, IndicatorState, SpaceState } from '../state/state.ts';

/** A link of the chain that is missing or says nothing. */
export interface Gap {
	kind: GapKind;
	/** The same gap has the same key wherever it is shown: it counts once. */
	key: string;
	/** 1 to 10: where it counts. */
	proposition: number;
	/** What it is said of; `code` is « 5 », « 5.3 » or « I5.2 ». */
	subject: { type: 'proposition' | 'action' | 'indicator'; code: string; name: string };
	/** In one sentence, after the name of its subject. */
	sentence: string;
}

/** An indicator in the chain. */
export interface ChainIndicator {
	state: IndicatorState;
	/** Numbers of the actions that name it. */
	actions: string[];
	gaps: Gap[];
}

/** An action in the chain, with the indicators that measure it. */
export interface ChainAction {
	state: ActionState;
	indicators: ChainIndicator[];
	gaps: Gap[];
}

/** A proposition with what carries it. */
export interface ChainProposition {
	number: number;
	title: string;
	actions: ChainAction[];
	/** Followed indicators of this proposition that none of its own actions names. */
	apart: ChainIndicator[];
	/** What the catalogue suggests here and the committee does not follow: a choice, not a gap. */
	suggested: IndicatorState[];
	/** Said of the proposition itself. */
	gaps: Gap[];
	/** Every gap that counts here, once each: its own, those of its actions and of its indicators. */
	all: Gap[];
}

/** Proposition → action → indicator → values, with each broken link. */
export interface Chain {
	propositions: ChainProposition[];
	/** Every gap once, in the order of the propositions. */
	gaps: Gap[];
}

/**
 * The chain of a committee at a date, from its state alone. An indicator of the catalogue counts from the moment when the committee has
 * defined it, entered a value or linked an action to it; before, it is a suggestion.
 */
export function chainOf(state: SpaceState): Chain {
	const { actions } = state.plan;
	const naming = namingActions(actions);
	const indicators = new Map(
		state.indicators.map((one) => [one.code, linkIndicator(one, naming.get(one.code) ?? [], state)]),
	);
	const propositions = PROPOSITIONS.map(({ number, shortTitle }) =>
		linkProposition(
			{ number, title: shortTitle },
			actions.filter(({ proposition }) => proposition === number),
			{ indicators, names: state.names },
		),
	);
	return { propositions, gaps: propositions.flatMap(({ all }) => all) };
}

function namingActions(actions: readonly ActionState[]): Map<string, ActionState[]> {
	const found = new Map<string, ActionState[]>();
	for (const action of actions) {
		for (const code of new Set(action.indicators)) found.set(code, [...(found.get(code) ?? []), action]);
	}
	return found;
}

/** Whether the committee does something with it. */
const isFollowed = ({ state, actions }: ChainIndicator): boolean =>
	state.definedAt !== null || state.values.length > 0 || actions.length > 0;

function linkProposition(
	{ number, title }: { number: number; title: string },
	actions: readonly ActionState[],
	known: Known,
): ChainProposition {
	const linked = actions.map((action) => linkAction(action, known));
	const here = [...known.indicators.values()].filter(({ state }) => state.definition.proposition === number);
	const followed = here.filter(isFollowed);
	const shown = new Set(linked.flatMap(({ indicators }) => indicators.map(({ state }) => state.code)));
	const subject = { type: 'proposition', code: String(number), name: title } as const;
	const gaps = actions.length > 0 ? [] : [gapOf('proposition-without-action', number, subject)];
	return {
		...{ number, title, actions: linked, gaps },
		apart: followed.filter(({ state }) => !shown.has(state.code)),
		suggested: here.filter((one) => !isFollowed(one)).map(({ state }) => state),
		all: [
			...gaps,
			...linked.flatMap((action) => action.gaps),
			...followed.flatMap((indicator) => indicator.gaps),
		],
	};
}

interface Known {
	indicators: ReadonlyMap<string, ChainIndicator>;
	/** What ids stand for. */
	names: Readonly<Record<string, string>>;
}

function linkAction(state: ActionState, { indicators, names }: Known): ChainAction {
	const codes = [...new Set(state.indicators)];
	const found = codes.flatMap((code) => indicators.get(code) ?? []);
	const subject = { type: 'action', code: state.number, name: state.title } as const;
	const gap = (kind: GapKind, said: { day?: string | null; name?: string } = {}): Gap =>
		gapOf(kind, state.proposition, subject, said);
	const lost = codes.filter((code) => !indicators.has(code));
	const gaps = lost.map((code) => gap('action-of-unknown-indicator', { name: names[code] ?? code }));
	if (found.length === 0) gaps.push(gap('action-without-indicator'));
	if (state.standing === 'late' && !isExplained(state)) {
		gaps.push(gap('action-late-unexplained', { day: state.dueOn }));
	}
	return { state, indicators: found, gaps };
}

/** Somebody has written what stands in its way. */
function isExplained({ obstacles, obstacleList }: Pick<ActionState, 'obstacles' | 'obstacleList'>): boolean {
	return obstacles.trim() !== '' || obstacleList.some(({ text }) => text.trim() !== '');
}

function linkIndicator(
	state: IndicatorState,
	actions: readonly ActionState[],
	{ objections }: Pick<SpaceState, 'objections'>,
): ChainIndicator {
	const { code, definition } = state;
	const subject = { type: 'indicator', code, name: definition.name } as const;
	const gap = (kind: GapKind, said: Said = {}): Gap => gapOf(kind, definition.proposition, subject, said);
	const open = objections.filter((one) => one.code === code && one.answer === null);
	return {
		state,
		actions: actions.map(({ number }) => number),
		gaps: [
			...(actions.length === 0 ? [gap('indicator-without-action')] : []),
			...definitionGaps(state).map((kind) => gap(kind, { day: definition.targets.at(-1)?.on ?? null })),
			...valueGaps(state, actions).map((kind) => gap(kind, { sentence: state.judgement.sentence })),
			...open.map((one) => gap('objection-unanswered', { day: dayInFrance(one.createdAt), id: one.id })),
		],
	};
}

function definitionGaps({ definition, ownerName }: IndicatorState): GapKind[] {
	const found: GapKind[] = [];
	if (ownerName === null) found.push('indicator-without-owner');
	if (definition.source.trim() === '') found.push('indicator-without-source');
	if (definition.targets.length === 0) found.push('indicator-without-target');
	else if (pathPoints(definition).length < 2) found.push('target-without-path');
	return found;
}

/** What its values do not say. A late one is explained by the comment of its last value, or by an obstacle of an action that it measures. */
function valueGaps({ values, judgement }: IndicatorState, actions: readonly ActionState[]): GapKind[] {
	if (values.length === 0) return ['indicator-without-value'];
	if (judgement.status === 'stale') return ['value-stale'];
	const isSaid = (values.at(-1)?.comment ?? '').trim() !== '' || actions.some(isExplained);
	return judgement.status === 'off-path' && !isSaid ? ['indicator-late-unexplained'] : [];
}

interface Said {
	/** ISO day. */
	day?: string | null;
	name?: string;
	sentence?: string;
	/** Tells apart two gaps of one kind on one subject. */
	id?: string;
}

function gapOf(kind: GapKind, proposition: number, subject: Gap['subject'], said: Said = {}): Gap {
	const key = [kind, subject.code, said.id ?? said.name].filter((part) => part !== undefined).join(' ');
	return { kind, key, proposition, subject, sentence: gapSentence(kind, said) };
}
