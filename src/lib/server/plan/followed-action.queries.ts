import { and, eq, inArray } from 'drizzle-orm';
import type { Context } from '../context/context.ts';
import { can, type DepartmentSubject } from '../policies/policy.ts';
import { followedAction } from './followed-action.tables.ts';

/** Ids of the actions that the actor follows in these spaces; of a plan that is no longer open to them, none. */
export async function listFollowedIds(
	context: Context,
	spaces: readonly DepartmentSubject[],
): Promise<string[]> {
	const { actor } = context;
	const codes = spaces
		.filter((space) => can(actor, 'plan.read', space))
		.map(({ departmentCode }) => departmentCode);
	if (actor.kind !== 'account' || codes.length === 0) return [];
	const rows = await context.db
		.select({ id: followedAction.actionId })
		.from(followedAction)
		.where(and(eq(followedAction.accountId, actor.accountId), inArray(followedAction.departmentCode, codes)));
	return rows.map(({ id }) => id);
}
