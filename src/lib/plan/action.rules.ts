import type { ActionOrigin } from './origin.rules.ts';

export const ACTION_STATUSES = ['proposed', 'on-track', 'at-risk', 'late', 'done'] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

export const ACTION_STATUS_LABEL: Record<ActionStatus, string> = {
	proposed: 'Proposée',
	'on-track': 'Dans les temps',
	'at-risk': 'À surveiller',
	late: 'En retard',
	done: 'Terminée',
};

/** A step of an action. `dueOn` is an ISO day or null. */
export interface Milestone {
	id: string;
	title: string;
	dueOn: string | null;
	done: boolean;
}

/** A line of the budget: what one funder gives in one year. Amounts are integer cents; null while nobody has said. */
export interface BudgetLine {
	id: string;
	/** Civil year; null until it is written. */
	year: number | null;
	/** A body or a fund, in words (« ARS », « FEDER »). */
	funder: string;
	plannedCents: number | null;
	committedCents: number | null;
	spentCents: number | null;
}

/** What stands in the way of an action, and what was done about it. */
export interface Obstacle {
	id: string;
	text: string;
	answer: string;
	lifted: boolean;
}

/** An action of the plan as plain values: what the table shows, what is projected to SQL. */
export interface Action {
	/** Key in the Y.Map `actions`. */
	id: string;
	/** 1 to 10. */
	proposition: number;
	/** Fractional index: orders the actions of one proposition. */
	rank: string;
	title: string;
	/** Code of the measure of the library it was started from (`P5.3`), or empty. */
	measure: string;
	objective: string;
	leadOrganisationId: string | null;
	/** Account of the member in charge; their name is rendered by the reader's rights. */
	responsibleAccountId: string | null;
	partnerOrganisationIds: string[];
	/** INSEE codes. */
	communeCodes: string[];
	/** SIREN of EPCI. */
	intercommunalityCodes: string[];
	/** ISO days. */
	startsOn: string | null;
	dueOn: string | null;
	status: ActionStatus;
	/** Percent, 0 to 100. */
	progress: number;
	/** Integer cents of a euro. */
	budgetCents: number | null;
	/** By year and funder, in the order in which they were added. */
	budgetLines: BudgetLine[];
	/** Full-time equivalents, in hundredths: 50 is half of one. */
	staffingHundredths: number | null;
	/** Staffing in words: « 0,5 ETP ». */
	staffing: string;
	obstacles: string;
	/** One by one, in the order in which they were added. */
	obstacleList: Obstacle[];
	/** Ids of the actions that this one waits for; they may be gone. */
	waitsFor: string[];
	/** The decision of a meeting that it comes from. */
	decisionId: string | null;
	milestones: Milestone[];
	/** Codes of suggested indicators, ids of the committee's own. */
	indicators: string[];
	/** The action of another committee that it was copied from. */
	origin: ActionOrigin | null;
}

/** The fields of an action that somebody types or chooses, one value each, in the order in which they are told. */
export const TYPED_FIELDS = [
	'title',
	'objective',
	'leadOrganisationId',
	'responsibleAccountId',
	'startsOn',
	'dueOn',
	'status',
	'progress',
	'budgetCents',
	'staffingHundredths',
	'staffing',
	'obstacles',
] as const satisfies readonly (keyof Action)[];

/** The status to show on the day `today`: an action not done whose due date has passed is late, whatever was entered. */
export function shownStatus(action: Pick<Action, 'status' | 'dueOn'>, today: string): ActionStatus {
	if (action.status === 'done') return 'done';
	if (action.dueOn !== null && action.dueOn < today) return 'late';
	return action.status;
}

/** Order of the actions in the plan: proposition, then rank, then id so that equal ranks stay put. */
export function compareActions(left: Action, right: Action): number {
	if (left.proposition !== right.proposition) return left.proposition - right.proposition;
	if (left.rank !== right.rank) return left.rank < right.rank ? -1 : 1;
	return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

/** Number of each action (« 5.3 »: third of proposition 5) by its id, from actions in any order. */
export function numberActions(actions: readonly Action[]): Map<string, string> {
	const numbers = new Map<string, string>();
	const countByProposition = new Map<number, number>();
	for (const action of [...actions].sort(compareActions)) {
		const count = (countByProposition.get(action.proposition) ?? 0) + 1;
		countByProposition.set(action.proposition, count);
		numbers.set(action.id, `${action.proposition}.${count}`);
	}
	return numbers;
}
