import { and, eq, isNotNull, isNull, max, min, ne } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import { isId, newId } from '#lib/identifiers.ts';
import type { FollowUpInput } from '#lib/senior-doctors/senior-doctor.input.ts';
import { writeAudit } from '../audit/audit.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { findStored } from './senior-doctor.queries.ts';
import { seniorDoctor, seniorDoctorFollowUp } from './senior-doctor.tables.ts';
import { sharedPlaces } from './senior-doctor.write.ts';
import { accountIdOf } from './seniors-rights.queries.ts';

/** Writes down a call, a visit or a letter, and the step that comes after it, which is for whoever writes it. */
export async function addFollowUp(
	context: Context,
	target: { departmentCode: string; doctorId: string },
	input: FollowUpInput,
): Promise<{ id: string }> {
	const { departmentCode, doctorId } = target;
	await authorizeInSpace(context, 'seniors.write', departmentCode);
	const accountId = accountIdOf(context);
	const id = newId();
	const values = await withRegistryRights(context, [departmentCode], async (inside) => {
		const stored = await findStored(inside, departmentCode, doctorId, { forUpdate: true });
		if (stored === null) throw notFound();
		await inside.db.insert(seniorDoctorFollowUp).values({
			...input,
			id,
			doctorId,
			departmentCode,
			accountId,
			nextStepOwner: input.nextStepOn === null ? null : accountId,
			createdAt: context.now(),
		});
		await sumUp(inside, doctorId, { followedBy: accountId });
		await auditFollowUp(inside, { departmentCode, action: 'seniors.follow', subjectId: doctorId });
		return stored.values;
	});
	publishFollowUp(context, target, sharedPlaces(values));
	return { id };
}

/** Says that a step has been taken. Done twice, it is done once. */
export async function completeStep(
	context: Context,
	target: { departmentCode: string; doctorId: string; followUpId: string },
): Promise<void> {
	const { departmentCode, doctorId, followUpId } = target;
	await authorizeInSpace(context, 'seniors.write', departmentCode);
	const values = await withRegistryRights(context, [departmentCode], async (inside) => {
		const stored = await findStored(inside, departmentCode, doctorId, { forUpdate: true });
		if (stored === null || !isId(followUpId)) throw notFound();
		const done = await inside.db
			.update(seniorDoctorFollowUp)
			.set({ nextStepDoneAt: context.now() })
			.where(
				and(
					eq(seniorDoctorFollowUp.id, followUpId),
					eq(seniorDoctorFollowUp.doctorId, doctorId),
					isNotNull(seniorDoctorFollowUp.nextStepOn),
				),
			)
			.returning({ id: seniorDoctorFollowUp.id });
		if (done.length === 0) throw notFound();
		await sumUp(inside, doctorId, {});
		await auditFollowUp(inside, { departmentCode, action: 'seniors.follow', subjectId: doctorId });
		return stored.values;
	});
	publishFollowUp(context, target, sharedPlaces(values));
}

/** Keeps on the record what lists sort and filter by: the latest contact and the next step that waits. */
export async function sumUp({ db }: Context, doctorId: string, also: { followedBy?: string }): Promise<void> {
	const ofDoctor = eq(seniorDoctorFollowUp.doctorId, doctorId);
	const [contact] = await db
		.select({ on: max(seniorDoctorFollowUp.happenedOn) })
		.from(seniorDoctorFollowUp)
		.where(and(ofDoctor, ne(seniorDoctorFollowUp.kind, 'plan')));
	const [next] = await db
		.select({ on: min(seniorDoctorFollowUp.nextStepOn) })
		.from(seniorDoctorFollowUp)
		.where(and(ofDoctor, isNull(seniorDoctorFollowUp.nextStepDoneAt)));
	await db
		.update(seniorDoctor)
		.set({ ...also, lastContactOn: contact?.on ?? null, nextStepOn: next?.on ?? null })
		.where(eq(seniorDoctor.id, doctorId));
}

export function auditFollowUp(
	inside: Context,
	entry: { departmentCode: string; action: string; subjectId: string },
): Promise<void> {
	return writeAudit(inside.db, {
		chain: entry.departmentCode,
		actorId: accountIdOf(inside),
		action: entry.action,
		subjectType: 'senior-doctor',
		subjectId: entry.subjectId,
		happenedAt: inside.now(),
	});
}

/** Only the URPS reads the log: nobody else hears that it grew. */
export function publishFollowUp(
	context: Context,
	{ departmentCode, doctorId }: { departmentCode: string; doctorId: string },
	places: ReturnType<typeof sharedPlaces>,
): void {
	const own = { ...places, sharing: 'urps' as const };
	context.events.publish({
		type: 'senior-doctor-changed',
		departmentCode,
		doctorId,
		before: null,
		after: own,
	});
}
