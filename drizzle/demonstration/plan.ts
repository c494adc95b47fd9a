import type { ActionStatus } from '#lib/plan/action.rules.ts';

/** An action as the demonstration tells it: bodies by their name, dates in months from the clock of the seeding. */
export interface DemonstrationAction {
	/** Key of the person who adds it, and how many days before the seeding. */
	author: string;
	daysAgo: number;
	proposition: number;
	/** Code of the measure of the library it comes from. */
	measure: string;
	title: string;
	objective: string;
	/** Name of an organisation of the committee or of its region. */
	lead: string;
	partners: readonly string[];
	communeCodes?: readonly string[];
	intercommunalityCodes?: readonly string[];
	/** First day of the month so many months away; null when nobody has said. */
	startsIn: number | null;
	/** Last day of the month so many months away; null when nobody has said. */
	dueIn: number | null;
	status: ActionStatus;
	/** Percent. */
	progress: number;
	budgetEuros: number | null;
	staffing?: string;
	obstacles?: string;
	milestones: readonly DemonstrationMilestone[];
	indicators: readonly string[];
	/** Paragraphs. */
	description: readonly string[];
}

export interface DemonstrationMilestone {
	title: string;
	/** Last day of the month so many months away; null without a date. */
	dueIn: number | null;
	done: boolean;
}

export const milestone = (title: string, dueIn: number | null, done = false): DemonstrationMilestone => ({
	title,
	dueIn,
	done,
});

export interface DemonstrationBudget {
	/** Years from that of the seeding. */
	inYears: number;
	funder: string;
	planned: number;
	committed: number | null;
	spent: number | null;
}

/** A change made after an action was added, so that the space's home has something to tell. */
export interface DemonstrationChange {
	author: string;
	daysAgo: number;
	/** Title of the action. */
	action: string;
	status?: ActionStatus;
	progress?: number;
	/** Title of a milestone that is done from now on. */
	milestoneDone?: string;
	/** Title of an action that it waits for from now on. */
	waitsFor?: string;
	/** Key of the person in charge from now on. */
	responsible?: string;
	/** Half a post is 50. */
	staffingHundredths?: number;
	/** Amounts in euros. */
	budget?: readonly DemonstrationBudget[];
	obstacle?: { text: string; answer: string; lifted: boolean };
}
