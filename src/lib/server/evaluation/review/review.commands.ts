import { and, eq, isNull } from 'drizzle-orm';
import { notFound, TerrimedError } from '#lib/errors.ts';
import type { CloseReviewInput, FollowInput } from '#lib/evaluation/review/review.input.ts';
import { changeInWords, subjectInWords } from '#lib/evaluation/review/review.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { authorizeInSpace } from '../../committee/space.queries.ts';
import type { Context } from '../../context/context.ts';
import { compareStates } from './changes.queries.ts';
import { findSpan, type AskedDays } from './review.queries.ts';
import { evaluationItem, evaluationReview } from './review.tables.ts';

/*
 * A reviewer's own marks, as a followed action is: they are neither audited nor told to the committee, whose tables they never touch.
 */

/**
 * Closes the actor's review: the moment looked at becomes the start of their next one. Nothing of the committee changes.
 * @throws TerrimedError `not-found` when the space is not open to the actor, `invalid-input` when that moment was reviewed already
 */
export async function closeReview(
	context: Context,
	departmentCode: string,
	{ since, until, note }: CloseReviewInput,
): Promise<void> {
	await authorizeInSpace(context, 'evaluation.review', departmentCode);
	const accountId = actingAccount(context);
	const span = await findSpan(context, departmentCode, askedDays(since, until));
	if (span.since.at.getTime() === span.until.at.getTime()) {
		throw new TerrimedError(
			'invalid-input',
			'Cette revue irait d’une date à la même. Choisissez une date plus récente.',
		);
	}
	await context.db.insert(evaluationReview).values({
		...{ id: newId(), departmentCode, accountId, note, closedAt: context.now() },
		...{ sinceAt: span.since.at, untilAt: span.until.at },
	});
}

/**
 * Keeps an eye on a change, with a word: it is carried over from one review to the next. Done twice, the word alone is replaced.
 * @throws TerrimedError `not-found` when the space is not open to the actor, or the comparison has no such change
 */
export async function followChange(
	context: Context,
	departmentCode: string,
	{ since, until, changeId, note }: FollowInput,
): Promise<void> {
	await authorizeInSpace(context, 'evaluation.review', departmentCode);
	const accountId = actingAccount(context);
	const span = await findSpan(context, departmentCode, askedDays(since, until));
	const { changes } = await compareStates(context, departmentCode, {
		since: span.since.at,
		until: span.until.at,
	});
	const change = changes.find(({ id }) => id === changeId);
	if (change === undefined) throw notFound();
	const { kind, id } = change.subject;
	await context.db
		.insert(evaluationItem)
		.values({
			...{ id: newId(), departmentCode, accountId, changeId, note, markedAt: context.now() },
			...{ subjectKind: kind, subjectId: id, subjectName: subjectInWords(change.subject) },
			said: changeInWords(change),
		})
		.onConflictDoUpdate({
			target: [evaluationItem.departmentCode, evaluationItem.accountId, evaluationItem.changeId],
			targetWhere: isNull(evaluationItem.settledAt),
			set: { note },
		});
}

/** Follows a change no longer. @throws TerrimedError `not-found` when the actor follows no such thing there */
export async function settleItem(context: Context, departmentCode: string, itemId: string): Promise<void> {
	await authorizeInSpace(context, 'evaluation.review', departmentCode);
	const settled = await context.db
		.update(evaluationItem)
		.set({ settledAt: context.now() })
		.where(
			and(
				eq(evaluationItem.id, itemId),
				eq(evaluationItem.departmentCode, departmentCode),
				eq(evaluationItem.accountId, actingAccount(context)),
				isNull(evaluationItem.settledAt),
			),
		)
		.returning({ id: evaluationItem.id });
	if (settled.length === 0) throw notFound();
}

const askedDays = (since: string, until: string): AskedDays => ({
	since: since || null,
	until: until || null,
});

function actingAccount({ actor }: Context): string {
	if (actor.kind !== 'account') throw notFound();
	return actor.accountId;
}
