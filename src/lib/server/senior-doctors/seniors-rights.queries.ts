import { notFound } from '#lib/errors.ts';
import { authorizeInSpace, type Space } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { seniorsAccess, type SeniorsAccess } from '../policies/seniors.policy.ts';

export type RecordsAccess = Extract<SeniorsAccess, { reads: 'records' }>;

/** The registry of a département as the actor reads it. @throws TerrimedError `not-found` when they read nothing of it */
export async function authorizeSeniors(
	context: Context,
	departmentCode: string,
): Promise<{ space: Space; access: SeniorsAccess }> {
	const space = await authorizeInSpace(context, 'seniors.read', departmentCode);
	const access = seniorsAccess(context.actor, space);
	if (access === null) throw notFound();
	return { space, access };
}

/** The same, for those who read records. @throws TerrimedError `not-found` for those who read totals, as for those who read nothing */
export async function authorizeRecords(
	context: Context,
	departmentCode: string,
): Promise<{ space: Space; access: RecordsAccess }> {
	const { space, access } = await authorizeSeniors(context, departmentCode);
	if (access.reads !== 'records') throw notFound();
	return { space, access };
}

/** Id of the account behind a request that rights have let through. */
export function accountIdOf(context: Context): string {
	if (context.actor.kind !== 'account') throw notFound();
	return context.actor.accountId;
}
