import { count, eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { semesterAfter, semesterOf, type Semester } from '#lib/interns/semester.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { internsAccess } from '../policies/interns.policy.ts';
import { commune } from '../territory/territory.tables.ts';
import { listInternAggregates } from './intern-aggregate.queries.ts';
import { internsMatching, type InternQuestion } from './intern.conditions.ts';
import { intern } from './intern.tables.ts';

/** How many interns the actor reads: those of the records open to them, or the total of everybody as readers of totals get it. */
export type InternsTotal =
	| {
			reads: 'records';
			circle: 'keepers' | 'elected';
			/** ISO day on which they are here. */
			today: string;
			present: number;
			/** Of the next semester. */
			expected: number;
			next: Semester;
	  }
	| { reads: 'totals'; present: number };

/** @returns null for who reads nothing of the registry of this space, and for a total that is hidden */
export async function countInterns(context: Context, departmentCode: string): Promise<InternsTotal | null> {
	const space = await authorizeInSpace(context, 'space.read', departmentCode);
	const access = internsAccess(context.actor, space);
	if (access === null) return null;
	if (access.reads === 'totals') {
		const { total } = await listInternAggregates(context, departmentCode, 'level');
		return total === null ? null : { reads: 'totals', present: total };
	}
	const today = dayInFrance(context.now());
	const next = semesterAfter(semesterOf(today));
	const asked = { departmentCode, access, text: '' };
	const here = [
		{ name: 'startsOn', form: 'range', from: null, to: today },
		{ name: 'endsOn', form: 'range', from: today, to: null },
	] as const;
	const coming = [{ name: 'arrival', form: 'among', values: [next.code] }] as const;
	return withRegistryRights(context, [departmentCode], async (inside) => ({
		...{ reads: 'records', circle: access.circle, today, next },
		present: await countMatching(inside, { ...asked, filters: here }),
		expected: await countMatching(inside, { ...asked, filters: coming }),
	}));
}

async function countMatching({ db }: Context, asked: InternQuestion): Promise<number> {
	const [found] = await db
		.select({ count: count() })
		.from(intern)
		.innerJoin(commune, eq(commune.code, intern.communeCode))
		.where(internsMatching(db, asked));
	return found?.count ?? 0;
}
