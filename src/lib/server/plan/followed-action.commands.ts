import { and, eq } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import type { FollowActionInput } from '#lib/plan/followed-action.input.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { followedAction } from './followed-action.tables.ts';
import { planAction } from './plan.tables.ts';

/**
 * Follows an action, or no longer: a mark of whoever reads the plan, writer or not. Done twice, it is done once.
 * @throws TerrimedError `not-found` when the plan is not open to the actor, or holds no such action
 */
export async function followAction(
	context: Context,
	departmentCode: string,
	{ actionId, follows }: FollowActionInput,
): Promise<void> {
	await authorizeInSpace(context, 'plan.read', departmentCode);
	const { actor, db } = context;
	if (actor.kind !== 'account') throw notFound();
	const { accountId } = actor;
	if (!follows) {
		await db
			.delete(followedAction)
			.where(
				and(
					eq(followedAction.departmentCode, departmentCode),
					eq(followedAction.accountId, accountId),
					eq(followedAction.actionId, actionId),
				),
			);
		return;
	}
	const found = await db
		.select({ id: planAction.actionId })
		.from(planAction)
		.where(and(eq(planAction.departmentCode, departmentCode), eq(planAction.actionId, actionId)));
	if (found.length === 0) throw notFound();
	await db
		.insert(followedAction)
		.values({ departmentCode, accountId, actionId, followedAt: context.now() })
		.onConflictDoNothing();
}
