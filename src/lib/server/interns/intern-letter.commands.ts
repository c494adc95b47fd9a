import { and, eq, gte, inArray, isNull, lt, lte } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { addDays, weekday } from '#lib/ui/days.ts';
import { account } from '../accounts/account.tables.ts';
import { grant, mandate } from '../committee/committee.tables.ts';
import { findActor } from '../committee/actor.queries.ts';
import { listSpaces } from '../committee/space.queries.ts';
import { within, type Context } from '../context/context.ts';
import { queueJob } from '../jobs/job.commands.ts';
import type { JobHandler, HourlyPurge } from '../jobs/job.kinds.ts';
import { listStepNotices } from '../senior-doctors/step-notice.queries.ts';
import { composeInternLetter, type LetterLine, type LetterSpace } from './intern-letter.ts';
import { internLetterJob } from './intern-letter.jobs.ts';
import { internLetter } from './intern-letter.tables.ts';
import { listInternsNotices } from './notice.queries.ts';

/** Days after which what was sent is forgotten. */
const KEPT_DAYS = 60;

/**
 * Puts in the queue the letters of this week that have not been, one for each person who keeps records or welcomes people in their
 * communes, and wants it. Of two processes one writes to somebody. @returns how many old lines went
 */
export const queueInternLetters: HourlyPurge = (context) =>
	context.inTurn('intern-letters', async () => {
		const today = dayInFrance(context.now());
		const week = addDays(today, -weekday(today));
		for (const accountId of await listRecipients(context, today)) {
			const jobId = await queueLetter(context, { accountId, week });
			if (jobId !== null) context.events.publish({ type: 'job-queued', jobId });
		}
		const gone = await context.db
			.delete(internLetter)
			.where(lt(internLetter.weekOn, addDays(today, -KEPT_DAYS)))
			.returning({ week: internLetter.weekOn });
		return gone.length;
	});

/** Accounts with a right to read records today, that want the letter. */
async function listRecipients({ db }: Context, today: string): Promise<string[]> {
	const rows = await db
		.selectDistinct({ id: account.id })
		.from(grant)
		.innerJoin(mandate, eq(mandate.id, grant.mandateId))
		.innerJoin(account, eq(account.id, mandate.accountId))
		.where(
			and(
				inArray(grant.role, ['elected', 'facilitator', 'urps']),
				...[isNull(grant.revokedAt), isNull(mandate.endedAt), isNull(account.disabledAt)],
				...[lte(mandate.startsOn, today), gte(mandate.endsOn, today), eq(account.internMails, true)],
			),
		);
	return rows.map(({ id }) => id);
}

/** @returns the job; null when the letter of the week is already on its way, or gone */
function queueLetter(
	context: Context,
	{ accountId, week }: { accountId: string; week: string },
): Promise<string | null> {
	return context.db.transaction(async (transaction) => {
		const noted = await transaction
			.insert(internLetter)
			.values({ accountId, weekOn: week })
			.onConflictDoNothing()
			.returning({ week: internLetter.weekOn });
		if (noted.length === 0) return null;
		const actor = await findActor(transaction, { accountId, sessionId: '', now: context.now() });
		return queueJob({ ...within(context, transaction), actor }, internLetterJob, { input: { week } });
	});
}

/**
 * Writes to whoever the job is for, with the rights they have now; whoever has nothing to see to gets no letter. One that could not be sent is
 * queued again by the next round of the same week.
 */
export const sendInternLetter: JobHandler<{ week: string }> = async ({ context, input }) => {
	const { actor, mail, origin } = context;
	if (actor.kind === 'anonymous') return {};
	const spaces: LetterSpace[] = [];
	for (const { departmentCode, departmentName } of await listSpaces(context)) {
		const lines = await listLines(context, departmentCode);
		if (lines.length > 0) spaces.push({ departmentName, lines });
	}
	if (spaces.length === 0) return {};
	const { email: to, displayName } = actor;
	try {
		await mail.send(composeInternLetter({ to, displayName, spaces, accountLink: `${origin}/compte` }));
	} catch (error) {
		await forgetLetter(context, { accountId: actor.accountId, week: input.week });
		throw error;
	}
	return { report: { spaces: spaces.length } };
};

async function forgetLetter({ db }: Context, { accountId, week }: { accountId: string; week: string }) {
	await db
		.delete(internLetter)
		.where(and(eq(internLetter.accountId, accountId), eq(internLetter.weekOn, week)));
}

/** What waits in a space for whoever the letter is for: the interns to welcome, and their own steps with the doctors. */
async function listLines(context: Context, departmentCode: string): Promise<LetterLine[]> {
	const base = `${context.origin}/${departmentCode}`;
	const interns = await listInternsNotices(context, departmentCode);
	const steps = await listStepNotices(context, departmentCode);
	return [
		...interns.map(({ words, path }) => ({ words, href: `${base}/internes${path}` })),
		...steps.map(({ words, path }) => ({ words, href: `${base}/medecins${path}` })),
	];
}
