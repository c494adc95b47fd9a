import { and, desc, eq, gte, inArray, ne } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { shownStatus } from '#lib/plan/action.rules.ts';
import { nextDay, relationTo, urgencyOf, type OwnAction } from '#lib/plan/own-actions.rules.ts';
import { notFound } from '#lib/errors.ts';
import { account } from '../accounts/account.tables.ts';
import { listSpaces } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { activity } from '../documents/document.tables.ts';
import { can, reaches } from '../policies/policy.ts';
import { listFollowedIds } from './followed-action.queries.ts';
import { planAction } from './plan.tables.ts';

/** How far back « what changed » goes. */
const RECENT_DAYS = 14;

/** What the actor, or an organisation that they represent, leads or takes part in, and what they follow; across all their spaces. */
export async function listOwnActions(context: Context): Promise<OwnAction[]> {
	const { actor } = context;
	if (actor.kind !== 'account' || !can(actor, 'account.own')) throw notFound();
	const spaces = (await listSpaces(context)).filter((space) => can(actor, 'plan.read', space));
	if (spaces.length === 0) return [];
	const today = dayInFrance(context.now());
	const byCode = new Map(spaces.map((space) => [space.departmentCode, space]));
	const rows = await context.db
		.select()
		.from(planAction)
		.where(inArray(planAction.departmentCode, [...byCode.keys()]));
	const followed = new Set(await listFollowedIds(context, spaces));
	const own = rows.flatMap((row) => {
		const space = byCode.get(row.departmentCode);
		if (space === undefined) return [];
		const organisationIds = actor.grants
			.filter((grant) => reaches(grant, space))
			.map((grant) => grant.organisationId);
		const relation =
			relationTo(row, { accountId: actor.accountId, organisationIds }) ??
			(followed.has(row.actionId) ? ('follower' as const) : null);
		return relation === null ? [] : [{ row, relation, departmentName: space.departmentName }];
	});
	const changes = await listRecentChanges(context, {
		notBy: actor.accountId,
		subjects: own.map(({ row }) => row.actionId),
	});
	return own
		.map(({ row, relation, departmentName }) => ({
			id: row.actionId,
			departmentCode: row.departmentCode,
			departmentName,
			number: row.number,
			title: row.title,
			status: shownStatus(row, today),
			relation,
			urgency: urgencyOf(row, today),
			next: nextDay(row),
			changed: changes.get(row.actionId) ?? null,
		}))
		.sort((left, right) => compareDays(left.next.day, right.next.day));
}

/** Without a date comes last. */
function compareDays(left: string | null, right: string | null): number {
	return (left ?? '9999') < (right ?? '9999') ? -1 : 1;
}

async function listRecentChanges(
	context: Context,
	of: { notBy: string; subjects: string[] },
): Promise<Map<string, { personName: string; happenedAt: Date }>> {
	if (of.subjects.length === 0) return new Map();
	const since = new Date(context.now().getTime() - RECENT_DAYS * 86_400_000);
	const rows = await context.db
		.select({
			subject: activity.subject,
			happenedAt: activity.happenedAt,
			personName: account.displayName,
		})
		.from(activity)
		.innerJoin(account, eq(account.id, activity.accountId))
		.where(
			and(
				inArray(activity.subject, of.subjects),
				ne(activity.accountId, of.notBy),
				gte(activity.happenedAt, since),
			),
		)
		.orderBy(desc(activity.happenedAt));
	const latest = new Map<string, { personName: string; happenedAt: Date }>();
	for (const { subject, ...change } of rows) if (!latest.has(subject)) latest.set(subject, change);
	return latest;
}
