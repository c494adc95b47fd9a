import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import { shownStatus, type Action, type ActionStatus } from './action.rules.ts';
import { PROPOSITIONS } from './proposition.catalogue.ts';

/** What one proposition of the plan amounts to. */
export interface PropositionTotals {
	proposition: number;
	count: number;
	/** Shown status of each action, in the order of the plan. */
	statuses: ActionStatus[];
	/** Sum of the budgets that are known; null when none is. */
	budgetCents: number | null;
	/** Mean of the progress people entered, in percent; null without an action. */
	progress: number | null;
}

/** Totals of each of the ten propositions, those without an action included; `today` is an ISO day. */
export function totalsByProposition(actions: readonly Action[], today: string): PropositionTotals[] {
	return PROPOSITIONS.map(({ number }) => {
		const own = actions.filter((action) => action.proposition === number);
		return { proposition: number, ...totalsOf(own, today) };
	});
}

/** Totals of any actions. */
export function totalsOf(actions: readonly Action[], today: string): Omit<PropositionTotals, 'proposition'> {
	const budgets = actions.flatMap((action) => (action.budgetCents === null ? [] : [action.budgetCents]));
	const progress = actions.reduce((sum, action) => sum + action.progress, 0);
	return {
		count: actions.length,
		statuses: actions.map((action) => shownStatus(action, today)),
		budgetCents: budgets.length === 0 ? null : budgets.reduce((sum, budget) => sum + budget, 0),
		progress: actions.length === 0 ? null : Math.round(progress / actions.length),
	};
}

/** Number of actions by the status shown on `today`. */
export function countByStatus(actions: readonly Action[], today: string): Record<ActionStatus, number> {
	const counts: Record<ActionStatus, number> = { proposed: 0, 'on-track': 0, 'at-risk': 0, late: 0, done: 0 };
	for (const action of actions) counts[shownStatus(action, today)] += 1;
	return counts;
}

/**
 * An action as it is found by its address: « 5-3 », the third of proposition 5 today, or its id, which stays.
 * @param numbers number of each action by id (« 5.3 »)
 */
export function findByAddress(address: string, numbers: ReadonlyMap<string, string>): string | null {
	if (numbers.has(address)) return address;
	const number = address.replace('-', '.');
	for (const [id, own] of numbers) if (own === number) return id;
	return null;
}

/** « 5-3 » from « 5.3 ». */
export function addressOf(number: string): string {
	return number.replace('.', '-');
}

/** What a person asks to see; empty lists and null ask for all. */
export interface PlanFilter {
	statuses: readonly ActionStatus[];
	propositions: readonly number[];
	/** Lead organisation. */
	lead: string | null;
	/** INSEE code of a commune or SIREN of an EPCI. */
	place: string | null;
	text: string;
	/** Past their due date and not done. */
	late: boolean;
	/** Led by or with an organisation of the person. */
	mine: boolean;
}

export const NO_FILTER: PlanFilter = {
	statuses: [],
	propositions: [],
	lead: null,
	place: null,
	text: '',
	late: false,
	mine: false,
};

/** Words of the address, in French as all of it. */
const STATUS_WORD: Record<ActionStatus, string> = {
	proposed: 'proposee',
	'on-track': 'dans-les-temps',
	'at-risk': 'a-surveiller',
	late: 'en-retard',
	done: 'terminee',
};

/** The longest search taken from an address. */
const MAX_TEXT = 100;

/** Reads a filter from an address; what is unknown there is ignored. */
export function parsePlanFilter(parameters: URLSearchParams): PlanFilter {
	const words = (parameters.get('statut') ?? '').split(',');
	const numbers = (parameters.get('proposition') ?? '').split(',').map(Number);
	return {
		statuses: (Object.keys(STATUS_WORD) as ActionStatus[]).filter((status) =>
			words.includes(STATUS_WORD[status]),
		),
		propositions: PROPOSITIONS.map(({ number }) => number).filter((number) => numbers.includes(number)),
		lead: parameters.get('pilote') || null,
		place: parameters.get('lieu') || null,
		text: (parameters.get('q') ?? '').slice(0, MAX_TEXT),
		late: parameters.get('retard') === '1',
		mine: parameters.get('miennes') === '1',
	};
}

/** The filter as the query of an address, without its « ? »; empty when nothing is filtered. */
export function planFilterQuery(filter: PlanFilter): string {
	const parameters = new URLSearchParams();
	if (filter.text !== '') parameters.set('q', filter.text);
	if (filter.statuses.length > 0) {
		parameters.set('statut', filter.statuses.map((status) => STATUS_WORD[status]).join(','));
	}
	if (filter.propositions.length > 0) parameters.set('proposition', filter.propositions.join(','));
	if (filter.lead !== null) parameters.set('pilote', filter.lead);
	if (filter.place !== null) parameters.set('lieu', filter.place);
	if (filter.late) parameters.set('retard', '1');
	if (filter.mine) parameters.set('miennes', '1');
	return parameters.toString().replaceAll('%2C', ',');
}

export function isFiltering(filter: PlanFilter): boolean {
	return planFilterQuery({ ...filter, text: filter.text.trim() }) !== '';
}

/** What a filter needs to know besides the action. */
export interface FilterSetting {
	/** ISO day. */
	today: string;
	/** Organisations that the person represents. */
	myOrganisationIds: readonly string[];
	/** Everything a search looks at: number, texts, names of organisations and places. */
	searchedText: (action: Action) => string;
}

/** A test for actions; the words of the search may come in any order and without their accents. */
export function planFilterTest(filter: PlanFilter, setting: FilterSetting): (action: Action) => boolean {
	const words = normaliseSearch(filter.text)
		.split(' ')
		.filter((word) => word !== '');
	return (action) => {
		const status = shownStatus(action, setting.today);
		if (filter.statuses.length > 0 && !filter.statuses.includes(status)) return false;
		if (filter.propositions.length > 0 && !filter.propositions.includes(action.proposition)) return false;
		if (filter.lead !== null && action.leadOrganisationId !== filter.lead) return false;
		if (filter.place !== null && !isIn(action, filter.place)) return false;
		if (filter.late && !isOverdue(action, setting.today)) return false;
		if (filter.mine && !concerns(action, setting.myOrganisationIds)) return false;
		if (words.length === 0) return true;
		const text = normaliseSearch(setting.searchedText(action));
		return words.every((word) => text.includes(word));
	};
}

/** Whether the due date of an action that is not done has passed. */
export function isOverdue(action: Pick<Action, 'status' | 'dueOn'>, today: string): boolean {
	return action.status !== 'done' && action.dueOn !== null && action.dueOn < today;
}

/**
 * Whether an action is due before it begins. No rule refuses it: of two people who set a date each at the same time, neither is wrong, and what
 * both wrote stays until one of them corrects it.
 */
export function endsBeforeStart({ startsOn, dueOn }: Pick<Action, 'startsOn' | 'dueOn'>): boolean {
	return startsOn !== null && dueOn !== null && dueOn < startsOn;
}

/** Under the field, as long as it is so. */
export function datesNotice(dates: Pick<Action, 'startsOn' | 'dueOn'>): string | null {
	return endsBeforeStart(dates) ? 'L’échéance est avant le début.' : null;
}

function isIn(action: Action, place: string): boolean {
	return action.communeCodes.includes(place) || action.intercommunalityCodes.includes(place);
}

function concerns(action: Action, organisationIds: readonly string[]): boolean {
	return organisationIds.some(
		(id) => action.leadOrganisationId === id || action.partnerOrganisationIds.includes(id),
	);
}
