import { and, eq } from 'drizzle-orm';
import type { Visits } from '#lib/home/home.rules.ts';
import { spaceVisit } from '../committee/committee.tables.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';

/** When the actor last opened a space; null when never. */
export async function findVisits(context: Context, departmentCode: string): Promise<Visits | null> {
	await authorizeInSpace(context, 'space.read', departmentCode);
	const { actor } = context;
	if (actor.kind !== 'account') return null;
	const [found] = await context.db
		.select({ currentAt: spaceVisit.currentAt, previousAt: spaceVisit.previousAt })
		.from(spaceVisit)
		.where(and(eq(spaceVisit.accountId, actor.accountId), eq(spaceVisit.departmentCode, departmentCode)));
	return found ?? null;
}
