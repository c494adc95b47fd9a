import { and, count, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { addDays } from '#lib/ui/days.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { can } from '../policies/policy.ts';
import { seniorDoctor, seniorDoctorFollowUp } from './senior-doctor.tables.ts';
import { accountIdOf } from './seniors-rights.queries.ts';

/** Something to see to, without a name: what a letter may say. */
export interface StepNotice {
	words: string;
	/** After `/<département>/medecins`. */
	path: string;
}

/** The steps of follow-up that are the actor's own in a space, late or of the coming week; nothing for who does not write the registry. */
export async function listStepNotices(context: Context, departmentCode: string): Promise<StepNotice[]> {
	const space = await authorizeInSpace(context, 'space.read', departmentCode);
	if (!can(context.actor, 'seniors.write', space)) return [];
	const today = dayInFrance(context.now());
	const until = addDays(today, 7);
	const { nextStepOn } = seniorDoctorFollowUp;
	const [steps] = await withRegistryRights(context, [departmentCode], ({ db }) =>
		db
			.select({ all: count(), late: sql<number>`(count(*) filter (where ${nextStepOn} < ${today}))::int` })
			.from(seniorDoctorFollowUp)
			.innerJoin(seniorDoctor, eq(seniorDoctor.id, seniorDoctorFollowUp.doctorId))
			.where(
				and(
					...[eq(seniorDoctorFollowUp.departmentCode, departmentCode), isNull(seniorDoctor.opposedAt)],
					...[isNull(seniorDoctorFollowUp.nextStepDoneAt), isNotNull(nextStepOn), lte(nextStepOn, until)],
					eq(seniorDoctorFollowUp.nextStepOwner, accountIdOf(context)),
				),
			),
	);
	const { all, late } = steps ?? { all: 0, late: 0 };
	if (all === 0) return [];
	const what = all === 1 ? '1 étape de suivi vous revient' : `${all} étapes de suivi vous reviennent`;
	const behind = late === 0 ? '' : `, dont ${late} en retard`;
	const path = `?filtres=nextStepOn:..${until}&tri=nextStepOn`;
	return [{ words: `${what} cette semaine${behind}`, path }];
}
