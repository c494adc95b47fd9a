import { and, desc, eq, isNull } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import { propositionMoves, reviewFigures } from '#lib/evaluation/changes/change.rules.ts';
import { reviewSpan, subjectNow, type ReviewSpan } from '#lib/evaluation/review/review.rules.ts';
import type { ClosedReview, FollowedItem, ReviewView } from '#lib/evaluation/review/review.view.ts';
import { standingMoves } from '#lib/evaluation/changes/standing.rules.ts';
import type { Mark } from '#lib/evaluation/timeline/timeline.rules.ts';
import { committee } from '../../committee/committee.tables.ts';
import { authorizeInSpace } from '../../committee/space.queries.ts';
import type { Context } from '../../context/context.ts';
import { compareStates } from './changes.queries.ts';
import { evaluationItem, evaluationReview } from './review.tables.ts';
import { readTimeline } from '../state/timeline.queries.ts';

/** Days as an address has them; null for those that nobody chose. */
export interface AskedDays {
	since: string | null;
	until: string | null;
}

/**
 * What changed since the actor's last review, or since a date they choose, with what they follow. Reviews and marks are the actor's
 * own. @throws TerrimedError `not-found` when the space is not open to the actor
 */
export async function getReview(
	context: Context,
	departmentCode: string,
	asked: AskedDays,
): Promise<ReviewView> {
	await authorizeInSpace(context, 'evaluation.read', departmentCode);
	const reviews = await listOwnReviews(context, departmentCode);
	const openedAt = await getOpening(context, departmentCode);
	const span = spanFor(context, asked, { openedAt, reviews });
	const { before, after, changes } = await compareStates(context, departmentCode, {
		since: span.since.at,
		until: span.until.at,
	});
	const items = await listOwnItems(context, departmentCode);
	return {
		openedOn: dayInFrance(openedAt),
		...span,
		timeline: await readTimeline(context, departmentCode, marksOf(reviews)),
		reviews,
		items: items.map((item) => ({
			...item,
			now: subjectNow(after, { kind: item.subjectKind, id: item.subjectId }),
		})),
		figures: reviewFigures(before, after),
		moves: standingMoves(before, after),
		propositions: propositionMoves(before, after),
		changes,
	};
}

/** The two moments that the actor compares. */
export async function findSpan(
	context: Context,
	departmentCode: string,
	asked: AskedDays,
): Promise<ReviewSpan> {
	await authorizeInSpace(context, 'evaluation.read', departmentCode);
	const reviews = await listOwnReviews(context, departmentCode);
	return spanFor(context, asked, { reviews, openedAt: await getOpening(context, departmentCode) });
}

function spanFor(
	context: Context,
	asked: AskedDays,
	{ openedAt, reviews }: { openedAt: Date; reviews: readonly ClosedReview[] },
): ReviewSpan {
	const closed = reviews.map(({ until }) => until);
	return reviewSpan(asked, { openedAt, now: context.now(), closed });
}

async function getOpening({ db }: Context, departmentCode: string): Promise<Date> {
	const [row] = await db
		.select({ createdAt: committee.createdAt })
		.from(committee)
		.where(eq(committee.departmentCode, departmentCode));
	if (row === undefined) throw notFound();
	return row.createdAt;
}

/** The days of the actor's own reviews, for the slider. */
export async function listOwnMarks(context: Context, departmentCode: string): Promise<Mark[]> {
	return marksOf(await listOwnReviews(context, departmentCode));
}

const marksOf = (reviews: readonly ClosedReview[]): Mark[] =>
	reviews.map(({ until }) => ({ day: dayInFrance(until), kind: 'review', label: 'Votre revue' }));

/** The reviews that the actor closed in a space, the latest first: nobody else's. */
export async function listOwnReviews(context: Context, departmentCode: string): Promise<ClosedReview[]> {
	await authorizeInSpace(context, 'evaluation.read', departmentCode);
	const { actor, db } = context;
	if (actor.kind !== 'account') return [];
	const { id, sinceAt, untilAt, note, closedAt } = evaluationReview;
	return db
		.select({ id, since: sinceAt, until: untilAt, note, closedAt })
		.from(evaluationReview)
		.where(
			and(
				eq(evaluationReview.departmentCode, departmentCode),
				eq(evaluationReview.accountId, actor.accountId),
			),
		)
		.orderBy(desc(closedAt), desc(id));
}

async function listOwnItems(
	{ actor, db }: Context,
	departmentCode: string,
): Promise<Omit<FollowedItem, 'now'>[]> {
	if (actor.kind !== 'account') return [];
	const { id, changeId, subjectKind, subjectId, subjectName, said, note, markedAt } = evaluationItem;
	return db
		.select({ id, changeId, subjectKind, subjectId, subjectName, said, note, markedAt })
		.from(evaluationItem)
		.where(
			and(
				eq(evaluationItem.departmentCode, departmentCode),
				eq(evaluationItem.accountId, actor.accountId),
				isNull(evaluationItem.settledAt),
			),
		)
		.orderBy(desc(markedAt), desc(id));
}
