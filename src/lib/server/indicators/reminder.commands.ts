import { and, asc, eq, isNotNull, notInArray } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { addDays } from '#lib/ui/days.ts';
import { remindersOf, remindersToSend } from '#lib/indicators/reminder.rules.ts';
import { findActor } from '../committee/actor.queries.ts';
import { committee } from '../committee/committee.tables.ts';
import { listSpaces } from '../committee/space.queries.ts';
import { within, type Context } from '../context/context.ts';
import { queueJob } from '../jobs/job.commands.ts';
import type { JobOutcome, JobRun, HourlyPurge } from '../jobs/job.kinds.ts';
import { job } from '../jobs/job.tables.ts';
import { remindOwnersJob } from './indicator.jobs.ts';
import { listIndicators } from './indicator.queries.ts';
import { indicator, indicatorDefinition } from './indicator.tables.ts';
import { composeReminderLetter, type ReminderLetter } from './reminder.letter.ts';

type Days = { since: string; until: string };

/** Puts the letters of this day in the queue, once, whichever process is first; a day on which nothing ran is seen to on the next. */
export const queueReminders: HourlyPurge = async (context) => {
	const until = dayInFrance(context.now());
	const jobId = await context.db.transaction(async (transaction) => {
		const [first] = await transaction
			.select({ code: committee.departmentCode })
			.from(committee)
			.orderBy(asc(committee.departmentCode))
			.limit(1)
			.for('no key update');
		if (first === undefined) return null;
		const done = await transaction
			.select({ input: job.input })
			.from(job)
			.where(and(eq(job.kind, remindOwnersJob.name), notInArray(job.state, ['failed', 'cancelled'])));
		const days = done.map(({ input }) => String(input['until'])).sort();
		const since = days.at(-1) ?? addDays(until, -1);
		if (since >= until) return null;
		return queueJob(within(context, transaction), remindOwnersJob, { input: { since, until } });
	});
	if (jobId !== null) context.events.publish({ type: 'job-queued', jobId });
	return 0;
};

/**
 * The job: one letter to each person of whom a value is newly expected, with all that is expected of them in the committees that they may still
 * read. A letter that does not leave stops no other; when none leaves the day is tried again.
 */
export async function runRemindOwners({
	context,
	input,
}: Pick<JobRun<Days>, 'context' | 'input'>): Promise<JobOutcome> {
	const failures: unknown[] = [];
	let sent = 0;
	for (const accountId of await listOwners(context)) {
		const letter = await letterTo(context, accountId, input);
		if (letter === null) continue;
		try {
			await context.mail.send(composeReminderLetter(letter));
			sent += 1;
		} catch (error) {
			failures.push(error);
		}
	}
	if (sent === 0 && failures.length > 0) throw failures[0];
	return { report: { sent, failed: failures.length } };
}

async function listOwners({ db }: Context): Promise<string[]> {
	const rows = await db
		.selectDistinct({ id: indicatorDefinition.ownerId })
		.from(indicator)
		.innerJoin(
			indicatorDefinition,
			and(
				eq(indicatorDefinition.departmentCode, indicator.departmentCode),
				eq(indicatorDefinition.code, indicator.code),
				eq(indicatorDefinition.version, indicator.version),
			),
		)
		.where(isNotNull(indicatorDefinition.ownerId));
	return rows.flatMap(({ id }) => id ?? []);
}

/** What to write to somebody, by the rights that they have now; null when there is nothing new. */
async function letterTo(context: Context, accountId: string, days: Days): Promise<ReminderLetter | null> {
	const actor = await findActor(context.db, { accountId, sessionId: '', now: context.now() });
	if (actor.kind === 'anonymous') return null;
	const own: Context = { ...context, actor };
	const committees: ReminderLetter['committees'][number][] = [];
	let isNew = false;
	for (const { departmentCode, departmentName, abilities } of await listSpaces(own)) {
		if (!abilities.includes('indicator.write')) continue;
		const reminders = remindersOf(await listIndicators(own, departmentCode), accountId, days.until);
		if (reminders.length === 0) continue;
		isNew ||= remindersToSend(reminders, days).length > 0;
		const link = `${context.origin}/${departmentCode}/indicateurs/saisie`;
		committees.push({ name: `${departmentName} (${departmentCode})`, link, reminders });
	}
	if (!isNew) return null;
	return { to: actor.email, displayName: actor.displayName, committees };
}
