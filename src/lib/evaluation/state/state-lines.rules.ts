import { dayInFrance } from '#lib/committee/role.rules.ts';
import { COLLEGE_SLUGS } from '#lib/committee/college.catalogue.ts';
import { DOCUMENT_KIND_LABEL, DOCUMENT_STATE_LABEL, historyPath } from '#lib/documents/document.rules.ts';
import { amount } from '#lib/indicators/indicator.words.ts';
import { parsePeriod, periodLabel } from '#lib/indicators/period.rules.ts';
import { INDICATOR_SHAPE } from '#lib/indicators/status-shape.ts';
import { INDICATOR_STATUS_LABEL } from '#lib/indicators/status.rules.ts';
import { ACTION_STATUS_LABEL } from '#lib/plan/action.rules.ts';
import { dueInWords, progressInWords, titleInWords } from '#lib/plan/action.words.ts';
import { PROPOSITIONS } from '#lib/plan/proposition.catalogue.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import type { Status } from '#lib/ui/status.ts';
import type { ActionState, DocumentThen, IndicatorState, SeatedMember, SpaceState } from './state.ts';

/** Something that one line says of a thing at a date, in words. */
export interface Fact {
	label: string;
	text: string;
	/** A fingerprint: set in figures, broken where it must be. */
	isCode?: true;
}

/** One thing of a space as it was: an action, an indicator, a text, a member. */
export interface StateLine {
	/** The same at each date. */
	key: string;
	/** Number of a proposition, slug of a college, kind of a text. */
	group: string;
	/** « 5.3 », « I5.2 », or empty. */
	number: string;
	title: string;
	/** Where it is read as it was; null where there is no such page. */
	href: string | null;
	status: { shape: Status; label: string } | null;
	facts: Fact[];
	/** Nothing was said of it yet: it is folded away. */
	isQuiet?: true;
}

/** A space as it was, line by line: what the page of a date shows and what it compares. */
export interface StateLines {
	/** ISO day. */
	day: string;
	actions: StateLine[];
	indicators: StateLine[];
	documents: StateLine[];
	members: StateLine[];
	/** Indicators that the committee followed, and those of them whose value was not overdue. */
	followed: number;
	upToDate: number;
}

/** Puts a state in lines. Facts that say nothing are left out. */
export function linesOf(state: SpaceState): StateLines {
	const followed = state.indicators.filter(
		({ values, definition }) => values.length > 0 || definition.targets.length > 0,
	);
	return {
		day: state.day,
		actions: state.plan.actions.map((action) => actionLine(action, state.names)),
		indicators: state.indicators.map(indicatorLine),
		documents: state.documents.map((document) => documentLine(document, state)),
		members: state.composition.map(memberLine),
		followed: followed.length,
		upToDate: followed.filter(({ next, values }) => values.length > 0 && !next.isOverdue).length,
	};
}

function actionLine(action: ActionState, names: Record<string, string>): StateLine {
	const { id, proposition, number, standing, dueOn, progress, leadOrganisationId } = action;
	const lead = leadOrganisationId === null ? '' : (names[leadOrganisationId] ?? '');
	return {
		...{ key: id, group: String(proposition), number, title: titleInWords(action.title), href: null },
		status: { shape: standing, label: ACTION_STATUS_LABEL[standing] },
		facts: told([
			['Échéance', dueInWords(dueOn)],
			['Avancement', progressInWords(progress)],
			['Chef de file', lead],
		]),
	};
}

function indicatorLine({ code, definition, values, judgement, ownerName }: IndicatorState): StateLine {
	const { name, proposition, unit, targets } = definition;
	const [last, target] = [values.at(-1), targets.at(-1)];
	return {
		...{ key: code, group: String(proposition), number: code, title: name, href: null },
		status: { shape: INDICATOR_SHAPE[judgement.status], label: INDICATOR_STATUS_LABEL[judgement.status] },
		facts: told([
			[
				'Valeur',
				last === undefined ? 'aucune' : `${amount(last.value, unit)} (${periodInWords(last.period)})`,
			],
			['Cible', target === undefined ? '' : `${amount(target.value, unit)} le ${shortDate(target.on)}`],
			['Suivi par', ownerName ?? ''],
		]),
		...(last === undefined && target === undefined ? { isQuiet: true } : {}),
	};
}

function documentLine(document: DocumentThen, { departmentCode, at }: SpaceState): StateLine {
	const { id, kind, title, isTitleThen, state, changedAt, hash, adopted } = document;
	const last = adopted.at(-1);
	return {
		...{ key: id, group: kind, number: '', title },
		href: `${historyPath({ id, departmentCode })}/${at.toISOString()}`,
		status: null,
		facts: told([
			['Type', title === DOCUMENT_KIND_LABEL[kind] ? '' : DOCUMENT_KIND_LABEL[kind]],
			['Titre d’alors', isTitleThen ? '' : 'inconnu, celui-ci est d’aujourd’hui'],
			['État', DOCUMENT_STATE_LABEL[state]],
			['Dernière écriture', changedAt === null ? 'aucune' : shortDate(dayInFrance(changedAt))],
			['Adopté', last === undefined ? 'pas encore' : `${last.name}, ${shortDate(dayInFrance(last.at))}`],
			['Empreinte', hash],
		]).map((fact) => (fact.label === 'Empreinte' ? { ...fact, isCode: true } : fact)),
	};
}

function memberLine(member: SeatedMember): StateLine {
	const { mandateId, college, name, organisation, seatRole, title, from, until } = member;
	return {
		...{ key: mandateId, group: college, number: '', title: name, href: null, status: null },
		facts: told([
			['Structure', organisation],
			['Fonction', title],
			['Siège', seatRole === 'holder' ? 'titulaire' : 'suppléance'],
			['Mandat', `du ${shortDate(from)} au ${shortDate(until)}`],
		]),
	};
}

function periodInWords(key: string): string {
	const period = parsePeriod(key);
	return period === null ? key : periodLabel(period);
}

const told = (facts: readonly (readonly [string, string])[]): Fact[] =>
	facts.filter(([, text]) => text !== '').map(([label, text]) => ({ label, text }));

/** A thing at two dates; null where it was not there. */
export interface StatePair {
	key: string;
	before: StateLine | null;
	after: StateLine | null;
	/** Labels of the facts that are not the same; « Statut » and « Titre » among them. */
	differing: string[];
}

/** The things of one proposition, of one college: what differs, and what does not. */
export interface StateGroup {
	key: string;
	changed: StatePair[];
	same: StateLine[];
	/** Every line of each date, in its order. */
	before: StateLine[];
	after: StateLine[];
}

/** The order of the groups of each list: propositions, colleges, and the rest as it comes. */
const GROUP_ORDER: readonly string[] = [
	...PROPOSITIONS.map(({ number }) => String(number)),
	...COLLEGE_SLUGS,
];

/**
 * The lines of two dates side by side, group by group. A thing that changed group is in the one where it is now.
 * @param before null when nothing is compared: all of it is then the same
 */
export function compareLines(before: readonly StateLine[] | null, after: readonly StateLine[]): StateGroup[] {
	const old = new Map((before ?? after).map((line) => [line.key, line]));
	const kept = new Set(after.map(({ key }) => key));
	const pairs = [
		...after.map((line) => pairOf(old.get(line.key) ?? null, line)),
		...(before ?? []).filter(({ key }) => !kept.has(key)).map((line) => pairOf(line, null)),
	];
	const groups = new Map<string, StateGroup>();
	for (const pair of pairs) {
		const key = (pair.after ?? pair.before)?.group ?? '';
		const group = groups.get(key) ?? { key, changed: [], same: [], before: [], after: [] };
		groups.set(key, group);
		if (pair.before !== null) group.before.push(pair.before);
		if (pair.after !== null) group.after.push(pair.after);
		if (pair.differing.length > 0 || pair.after === null) group.changed.push(pair);
		else group.same.push(pair.after);
	}
	const rank = ({ key }: StateGroup): number => GROUP_ORDER.indexOf(key) + 1 || GROUP_ORDER.length + 1;
	return [...groups.values()].sort((one, other) => rank(one) - rank(other));
}

function pairOf(before: StateLine | null, after: StateLine | null): StatePair {
	const key = (after ?? before)?.key ?? '';
	if (before === null || after === null) return { key, before, after, differing: ['Présence'] };
	const labels = new Set([...before.facts, ...after.facts].map(({ label }) => label));
	const textOf = (line: StateLine, label: string) => line.facts.find((fact) => fact.label === label)?.text;
	const differing = [...labels].filter((label) => textOf(before, label) !== textOf(after, label));
	if (before.status?.label !== after.status?.label) differing.unshift('Statut');
	if (before.title !== after.title) differing.unshift('Titre');
	return { key, before, after, differing };
}
