import { addDays } from '#lib/ui/days.ts';
import { shownStatus, type Action, type ActionStatus } from './action.rules.ts';

/** Why an action is somebody's: they answer for it, their organisation leads it or takes part in it, or they follow it. */
export type Relation = 'responsible' | 'lead' | 'partner' | 'follower';

export const RELATION_LABEL: Record<Relation, string> = {
	responsible: 'Vous en répondez',
	lead: 'Votre organisation conduit',
	partner: 'Votre organisation y prend part',
	follower: 'Vous la suivez',
};

/** How an action concerns somebody; null when it does not. */
export function relationTo(
	action: Pick<Action, 'responsibleAccountId' | 'leadOrganisationId' | 'partnerOrganisationIds'>,
	who: { accountId: string; organisationIds: readonly string[] },
): Relation | null {
	if (action.responsibleAccountId === who.accountId) return 'responsible';
	if (who.organisationIds.some((id) => id === action.leadOrganisationId)) return 'lead';
	return who.organisationIds.some((id) => action.partnerOrganisationIds.includes(id)) ? 'partner' : null;
}

/** What comes next in an action: its first milestone that is not reached, or its own due date. */
export function nextDay(action: Pick<Action, 'milestones' | 'dueOn'>): {
	title: string | null;
	day: string | null;
} {
	const waiting = action.milestones.filter(({ done, dueOn }) => !done && dueOn !== null);
	const [first] = waiting.toSorted((left, right) => ((left.dueOn ?? '') < (right.dueOn ?? '') ? -1 : 1));
	if (first === undefined || (action.dueOn !== null && action.dueOn < (first.dueOn ?? ''))) {
		return { title: null, day: action.dueOn };
	}
	return { title: first.title, day: first.dueOn };
}

/** Days ahead that « bientôt » means. */
const SOON_DAYS = 60;

/** Where an action stands for whoever must act: what is late, what comes soon, the rest, what is over. */
export type Urgency = 'late' | 'soon' | 'later' | 'done';

export const URGENCY_LABEL: Record<Urgency, string> = {
	late: 'En retard',
	soon: 'À faire bientôt',
	later: 'Plus tard',
	done: 'Terminées',
};

export function urgencyOf(action: Pick<Action, 'status' | 'dueOn' | 'milestones'>, today: string): Urgency {
	const status = shownStatus(action, today);
	if (status === 'done') return 'done';
	const { day } = nextDay(action);
	if (status === 'late' || (day !== null && day < today)) return 'late';
	return day !== null && day <= addDays(today, SOON_DAYS) ? 'soon' : 'later';
}

/** An action of the actor's, in any of their spaces. */
export interface OwnAction {
	id: string;
	departmentCode: string;
	departmentName: string;
	number: string;
	title: string;
	status: ActionStatus;
	relation: Relation;
	urgency: Urgency;
	/** Its next milestone, or its end when there is none before. */
	next: { title: string | null; day: string | null };
	/** The last thing that somebody else did to it lately. */
	changed: { personName: string; happenedAt: Date } | null;
}
