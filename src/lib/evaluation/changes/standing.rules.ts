import type { ActionStatus } from '#lib/plan/action.rules.ts';
import { titleInWords } from '#lib/plan/action.words.ts';
import { isOverdue } from '#lib/plan/plan.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { quote } from './action-change.rules.ts';
import type { ActionState, SpaceState } from '../state/state.ts';

/** An action whose status is not the same at two dates. */
export interface StandingMove {
	id: string;
	number: string;
	title: string;
	/** Null for an action that was not there. */
	before: ActionStatus | null;
	after: ActionStatus;
	/** What the plan itself says of it; empty when it says nothing. */
	reason: string;
}

/** In which order they are read: what is late first, then what ended well. */
const ORDER: readonly ActionStatus[] = ['late', 'at-risk', 'done', 'on-track', 'proposed'];

/** The actions whose status changed, and those that came and are late or done already. */
export function standingMoves(before: SpaceState, after: SpaceState): StandingMove[] {
	const known = new Map(before.plan.actions.map((action) => [action.id, action]));
	return after.plan.actions
		.flatMap((action): StandingMove[] => {
			const old = known.get(action.id) ?? null;
			const { id, number, title, standing } = action;
			const isNews = old === null ? standing === 'late' || standing === 'done' : old.standing !== standing;
			if (!isNews) return [];
			return [
				{
					...{ id, number, title: titleInWords(title) },
					...{ before: old?.standing ?? null, after: standing, reason: reasonOf(old, action, after.day) },
				},
			];
		})
		.sort((left, right) => ORDER.indexOf(left.after) - ORDER.indexOf(right.after));
}

/** In the words of the plan: its due dates, what stands in the way, its milestones. */
function reasonOf(before: ActionState | null, after: ActionState, day: string): string {
	return [dueReason(before, after, day), obstacleReason(after), milestoneReason(after)]
		.filter((part) => part !== '')
		.join(' ');
}

function dueReason(before: ActionState | null, after: ActionState, day: string): string {
	const [was, is] = [before?.dueOn ?? null, after.dueOn];
	const isMissed = isOverdue(after, day);
	if (was !== null && is !== null && was !== is) {
		const moved = is > was ? 'repoussée' : 'avancée';
		return `Échéance ${moved} du ${shortDate(was)} au ${shortDate(is)}${isMissed ? ', non tenue' : ''}.`;
	}
	return isMissed && is !== null ? `Échéance du ${shortDate(is)} dépassée.` : '';
}

function obstacleReason({ standing, obstacleList, obstacles }: ActionState): string {
	if (standing === 'done' || standing === 'proposed') return '';
	const open = obstacleList.filter(({ lifted }) => !lifted).at(-1);
	const said = quote(open?.text ?? obstacles);
	return said === null ? '' : /[.…?!]$/.test(said) ? said : `${said}.`;
}

function milestoneReason({ standing, milestones }: ActionState): string {
	if (standing === 'proposed' || milestones.length === 0) return '';
	const done = milestones.filter((milestone) => milestone.done).length;
	const many = milestones.length > 1 ? 's' : '';
	return `${done} jalon${done > 1 ? 's' : ''} fait${done > 1 ? 's' : ''} sur ${milestones.length} prévu${many}.`;
}
