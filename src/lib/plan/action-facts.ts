import { longDate } from '#lib/ui/date-text.ts';
import { isOverdue } from './plan.rules.ts';
import { shownStatus, type Action, type ActionStatus } from './action.rules.ts';
import { progressInWords } from './action.words.ts';
import { originInWords } from './origin.rules.ts';
import { findProposition } from './proposition.catalogue.ts';

/** What names the ids and codes of an action. */
interface Names {
	organisation(id: string): string;
	person(id: string): string;
	place(code: string): string;
	label(code: string): string | null;
}

/** What an action says in words, for whoever only reads it; empty where there is nothing to say. */
export interface ActionFacts {
	status: ActionStatus;
	lead: string;
	responsible: string;
	partners: string;
	start: string;
	/** Null while it is to be fixed. */
	due: string | null;
	isOverdue: boolean;
	progress: string;
	places: string;
	proposition: string;
	measure: string;
	/** The action of another committee that it was copied from. */
	origin: string;
}

/** @param today the day it is read, which says what is late */
export function actionFacts(action: Action, names: Names, today: string): ActionFacts {
	const measure = names.label(action.measure);
	const { leadOrganisationId: lead, responsibleAccountId: responsible, startsOn, dueOn } = action;
	return {
		status: shownStatus(action, today),
		lead: lead === null ? 'à désigner' : names.organisation(lead),
		responsible: responsible === null ? '' : names.person(responsible),
		partners: action.partnerOrganisationIds.map((id) => names.organisation(id)).join(', '),
		start: startsOn === null ? '' : longDate(startsOn),
		due: dueOn === null ? null : longDate(dueOn),
		isOverdue: isOverdue(action, today),
		progress: progressInWords(action.progress),
		places: [...action.intercommunalityCodes, ...action.communeCodes]
			.map((code) => names.place(code))
			.join(', '),
		proposition: `${action.proposition}. ${findProposition(action.proposition)?.title ?? ''}`,
		measure: measure === null ? '' : `${action.measure}. ${measure}`,
		origin: action.origin === null ? '' : originInWords(action.origin),
	};
}
