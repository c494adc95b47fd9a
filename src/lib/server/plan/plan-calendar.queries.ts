import { ACTION_STATUS_LABEL, shownStatus } from '#lib/plan/action.rules.ts';
import { titleInWords } from '#lib/plan/action.words.ts';
import { calendarOf, type CalendarDay } from '#lib/plan/calendar.rules.ts';
import { addressOf } from '#lib/plan/plan.rules.ts';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { listOrganisations } from '../committee/organisation.queries.ts';
import type { Context } from '../context/context.ts';
import { listPlanActions, type PlanActionRow } from './plan.queries.ts';

/**
 * The deadlines and milestones that are not reached, as an iCalendar file.
 * @param origin of this site, for the links
 * @throws TerrimedError `not-found` when the plan is not open to the actor
 */
export async function exportPlanCalendar(
	context: Context,
	of: { departmentCode: string; origin: string },
): Promise<string> {
	const actions = await listPlanActions(context, of.departmentCode);
	const organisations = await listOrganisations(context, of.departmentCode);
	const names = new Map(organisations.map(({ id, name }) => [id, name]));
	const today = dayInFrance(context.now());
	const days = actions
		.filter((action) => action.status !== 'done')
		.flatMap((action) => {
			const lead = names.get(action.leadOrganisationId ?? '') ?? 'à désigner';
			const note = `Chef de file\u00a0: ${lead}\nStatut\u00a0: ${ACTION_STATUS_LABEL[shownStatus(action, today)]}`;
			const url = `${of.origin}/${of.departmentCode}/plan/${addressOf(action.number)}`;
			return daysOf(action, { note, url });
		})
		.sort((left, right) => (left.day < right.day ? -1 : 1));
	return calendarOf({ name: `Plan d’action ${of.departmentCode}`, days, now: context.now() });
}

function daysOf(action: PlanActionRow, shared: { note: string; url: string }): CalendarDay[] {
	const title = `${action.number} ${titleInWords(action.title)}`;
	const due =
		action.dueOn === null
			? []
			: [{ ...shared, uid: `${action.id}@terrimed`, day: action.dueOn, title: `Échéance\u00a0: ${title}` }];
	const milestones = action.milestones.flatMap(({ id, dueOn, done, title: name }) =>
		dueOn === null || done
			? []
			: { ...shared, uid: `${id}@terrimed`, day: dueOn, title: `Jalon\u00a0: ${name} (${title})` },
	);
	return [...due, ...milestones];
}
