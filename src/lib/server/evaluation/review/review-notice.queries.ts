import { dayInFrance } from '#lib/committee/role.rules.ts';
import { countByImportance } from '#lib/evaluation/changes/change.rules.ts';
import type { ReviewNotice } from '#lib/evaluation/review/review.view.ts';
import { authorizeInSpace } from '../../committee/space.queries.ts';
import type { Context } from '../../context/context.ts';
import { can } from '../../policies/policy.ts';
import { compareStates } from './changes.queries.ts';
import { listOwnReviews } from './review.queries.ts';

/**
 * How much changed since the actor's last review: for whoever evaluates, and for whoever has closed one; null for the others.
 * @throws TerrimedError `not-found` when the space is not open to the actor
 */
export async function findReviewNotice(
	context: Context,
	departmentCode: string,
): Promise<ReviewNotice | null> {
	const space = await authorizeInSpace(context, 'evaluation.read', departmentCode);
	const [last] = await listOwnReviews(context, departmentCode);
	if (last === undefined) return can(context.actor, 'plan.write', space) ? null : { since: null };
	const { changes } = await compareStates(context, departmentCode, {
		since: last.until,
		until: context.now(),
	});
	const { major } = countByImportance(changes);
	return { since: dayInFrance(last.until), count: changes.length, major };
}
