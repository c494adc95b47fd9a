import { count, eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { seniorsAccess } from '../policies/seniors.policy.ts';
import { commune } from '../territory/territory.tables.ts';
import { listAggregates } from './aggregate.queries.ts';
import { matching, type ListQuestion } from './senior-doctor.conditions.ts';
import { seniorDoctor } from './senior-doctor.tables.ts';

/** Years ahead in which a departure is near. */
const NEAR_YEARS = 2;

/** How many doctors the actor reads: the records open to them, or the total of everybody as readers of totals get it. */
export type DoctorsTotal =
	| {
			reads: 'records';
			circle: 'urps' | 'committee' | 'elected';
			count: number;
			leaving: number;
			until: number;
	  }
	| { reads: 'totals'; count: number };

/** @returns null for who reads nothing of the registry of this space, and for a total that is hidden */
export async function countDoctors(context: Context, departmentCode: string): Promise<DoctorsTotal | null> {
	const space = await authorizeInSpace(context, 'space.read', departmentCode);
	const access = seniorsAccess(context.actor, space);
	if (access === null) return null;
	if (access.reads === 'totals') {
		const { total } = await listAggregates(context, departmentCode, 'specialty');
		return total === null ? null : { reads: 'totals', count: total };
	}
	const until = Number(dayInFrance(context.now()).slice(0, 4)) + NEAR_YEARS;
	const asked: ListQuestion = { departmentCode, access, text: '', filters: [] };
	const near = { name: 'departureYear', form: 'range', from: null, to: String(until) } as const;
	return withRegistryRights(context, [departmentCode], async (inside) => ({
		...{ reads: 'records', circle: access.circle, until },
		count: await countMatching(inside, asked),
		leaving: await countMatching(inside, { ...asked, filters: [near] }),
	}));
}

async function countMatching({ db }: Context, asked: ListQuestion): Promise<number> {
	const [found] = await db
		.select({ count: count() })
		.from(seniorDoctor)
		.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
		.where(matching(db, asked));
	return found?.count ?? 0;
}
