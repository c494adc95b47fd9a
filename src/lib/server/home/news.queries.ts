import { and, desc, eq, gte, or } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { tellSitting, type ActivityLine } from '#lib/documents/activity-sentence.rules.ts';
import { foldSittings } from '#lib/documents/activity.rules.ts';
import { tellMembers, type MemberEntry } from '#lib/home/news.rules.ts';
import { ACTION_STATUS_LABEL, ACTION_STATUSES } from '#lib/plan/action.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { mandate } from '../committee/committee.tables.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { listActivity } from '../documents/activity.queries.ts';

/** More mandates than that never begin at once but when a committee is opened. */
const MANDATES_AT_MOST = 200;

/** What happened in a space since a date, in sentences, the last first. */
export async function listNews(
	context: Context,
	departmentCode: string,
	options: { since: Date; numbers: ReadonlyMap<string, string> },
): Promise<ActivityLine[]> {
	const [activity, members] = await Promise.all([
		listActivity(context, departmentCode, options.since),
		listMemberEntries(context, departmentCode, options.since),
	]);
	const edited = foldSittings(activity.entries).flatMap((sitting) =>
		tellSitting(sitting, {
			personName: activity.people.get(sitting.accountId) ?? '',
			document: activity.documents.get(sitting.documentId ?? '') ?? null,
			numberOf: (actionId) => options.numbers.get(actionId),
			statusLabel,
		}),
	);
	return [...edited, ...tellMembers(members)].sort(
		(left, right) => right.happenedAt.getTime() - left.happenedAt.getTime(),
	);
}

function statusLabel(status: string): string {
	const known = ACTION_STATUSES.find((one) => one === status);
	return known === undefined ? status : ACTION_STATUS_LABEL[known];
}

/** Mandates of this committee that somebody took up or that were ended early; those of the region are not its news. */
async function listMemberEntries(
	context: Context,
	departmentCode: string,
	since: Date,
): Promise<MemberEntry[]> {
	await authorizeInSpace(context, 'members.read', departmentCode);
	const rows = await context.db
		.select({
			accountId: mandate.accountId,
			personName: account.displayName,
			createdAt: mandate.createdAt,
			endedAt: mandate.endedAt,
		})
		.from(mandate)
		.innerJoin(account, eq(account.id, mandate.accountId))
		.where(
			and(
				eq(mandate.departmentCode, departmentCode),
				or(gte(mandate.createdAt, since), gte(mandate.endedAt, since)),
			),
		)
		.orderBy(desc(mandate.createdAt))
		.limit(MANDATES_AT_MOST);
	return rows.flatMap(({ accountId, personName, createdAt, endedAt }) => {
		const entry = (verb: MemberEntry['verb'], happenedAt: Date): MemberEntry => ({
			verb,
			accountId,
			personName,
			happenedAt,
			day: dayInFrance(happenedAt),
		});
		const entries: MemberEntry[] = [];
		if (createdAt >= since) entries.push(entry('member-joined', createdAt));
		if (endedAt !== null && endedAt >= since) entries.push(entry('mandate-ended', endedAt));
		return entries;
	});
}
