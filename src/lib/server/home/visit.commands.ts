import { openVisit } from '#lib/home/home.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import { spaceVisit } from '../committee/committee.tables.ts';
import type { Context } from '../context/context.ts';
import { findVisits } from './visit.queries.ts';

/**
 * Notes that the actor has opened the space's home. Only for oneself: what is kept is when, and serves to tell
 * what is new; it is neither audited nor told to anybody.
 */
export async function recordVisit(context: Context, departmentCode: string): Promise<void> {
	await authorizeInSpace(context, 'space.read', departmentCode);
	const { actor } = context;
	if (actor.kind !== 'account') return;
	const visits = openVisit(await findVisits(context, departmentCode), context.now());
	await context.db
		.insert(spaceVisit)
		.values({ accountId: actor.accountId, departmentCode, ...visits })
		.onConflictDoUpdate({ target: [spaceVisit.accountId, spaceVisit.departmentCode], set: visits });
}
