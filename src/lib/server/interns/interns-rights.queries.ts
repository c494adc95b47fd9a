import { notFound } from '#lib/errors.ts';
import { authorizeInSpace, type Space } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { internsAccess, type InternsAccess } from '../policies/interns.policy.ts';
import { seniorsAccess, type SeniorsAccess } from '../policies/seniors.policy.ts';

export type InternRecordsAccess = Extract<InternsAccess, { reads: 'records' }>;

/** How somebody reads records of interns; and of doctors, whose names are shown as hosts to those who read them there. */
export interface InternsReader {
	space: Space;
	access: InternRecordsAccess;
	doctors: SeniorsAccess | null;
}

/** The registry of a département as the actor reads it. @throws TerrimedError `not-found` when they read nothing of it */
export async function authorizeInterns(
	context: Context,
	departmentCode: string,
): Promise<{ space: Space; access: InternsAccess }> {
	const space = await authorizeInSpace(context, 'interns.read', departmentCode);
	const access = internsAccess(context.actor, space);
	if (access === null) throw notFound();
	return { space, access };
}

/** The same, for those who read records. @throws TerrimedError `not-found` for those who read totals, as for those who read nothing */
export async function authorizeInternRecords(
	context: Context,
	departmentCode: string,
): Promise<InternsReader> {
	const { space, access } = await authorizeInterns(context, departmentCode);
	if (access.reads !== 'records') throw notFound();
	return { space, access, doctors: seniorsAccess(context.actor, space) };
}
