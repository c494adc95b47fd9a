import { dayInFrance } from '#lib/committee/role.rules.ts';
import { alertsOf, LOST_MONTHS } from '#lib/interns/alert.rules.ts';
import { electedNotices, keepersNotices, type InternsNotice } from '#lib/interns/notice.rules.ts';
import { gapsOf, WELCOME_NOTICE_DAYS } from '#lib/interns/welcome.rules.ts';
import { addDays, addMonths } from '#lib/ui/days.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { internsAccess, mayTick } from '../policies/interns.policy.ts';
import { interviewOf, listCourses, welcomeOf } from './course.queries.ts';

/**
 * What the actor has to see to about the interns of a space, without a name: welcomes that are not ready and people to call for those who
 * keep the records, steps given to them for elected officials; nothing for who reads totals.
 */
export async function listInternsNotices(context: Context, departmentCode: string): Promise<InternsNotice[]> {
	const space = await authorizeInSpace(context, 'space.read', departmentCode);
	const access = internsAccess(context.actor, space);
	if (access?.reads !== 'records') return [];
	const { circle, communeCodes } = access;
	const today = dayInFrance(context.now());
	const from = circle === 'keepers' ? addMonths(today, -LOST_MONTHS) : today;
	const window = { departmentCode, from, until: addDays(today, WELCOME_NOTICE_DAYS), communeCodes };
	const courses = await withRegistryRights(context, [departmentCode], (inside) =>
		listCourses(inside, window),
	);
	if (circle === 'keepers') {
		return keepersNotices(
			courses.map((course) => gapsOf(welcomeOf(course), today)),
			courses.flatMap((course) => alertsOf({ ...course.row, interview: interviewOf(course) }, today)),
		);
	}
	const own = courses.flatMap(({ row, steps }) =>
		steps.filter(
			({ ownerId, doneAt }) =>
				doneAt === null && mayTick(context.actor, space, { communeCode: row.communeCode, ownerId }),
		),
	);
	return electedNotices({
		waiting: own.length,
		late: own.filter(({ dueOn }) => dueOn !== null && dueOn < today).length,
		coming: courses.filter(({ row }) => row.startsOn > today).length,
	});
}
