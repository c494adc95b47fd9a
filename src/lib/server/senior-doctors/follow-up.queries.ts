import { and, asc, desc, eq, isNotNull, isNull, lte } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { RecordReading } from '#lib/registries/reading.rules.ts';
import type { FollowUpKind, SourceKind } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import type { SeniorDoctorField } from '#lib/senior-doctors/senior-doctor.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { listReadings } from '../registries/reading.queries.ts';
import { listRegionDepartments } from '../registries/registry-region.queries.ts';
import { commune } from '../territory/territory.tables.ts';
import {
	seniorDoctor,
	seniorDoctorChange,
	seniorDoctorFollowUp,
	type FieldValue,
} from './senior-doctor.tables.ts';

export interface FollowUp {
	id: string;
	kind: FollowUpKind;
	happenedOn: string;
	outcome: string;
	nextStep: string;
	nextStepOn: string | null;
	nextStepOwnerName: string | null;
	nextStepDone: boolean;
	authorName: string | null;
}

export interface FieldChange {
	id: string;
	field: SeniorDoctorField;
	before: FieldValue | null;
	after: FieldValue | null;
	source: SourceKind;
	authorName: string | null;
	changedAt: Date;
}

/** As many as one reads in a panel. */
const MOST_CHANGES = 200;

/** The follow-up log of a doctor and the history of the record's fields: for who writes the registry. */
export async function getFollowUp(
	context: Context,
	departmentCode: string,
	doctorId: string,
): Promise<{ followUps: FollowUp[]; changes: FieldChange[] }> {
	await authorizeInSpace(context, 'seniors.write', departmentCode);
	return withRegistryRights(context, [departmentCode], async ({ db }) => {
		const owner = alias(account, 'owner');
		const log = await db
			.select({
				id: seniorDoctorFollowUp.id,
				kind: seniorDoctorFollowUp.kind,
				happenedOn: seniorDoctorFollowUp.happenedOn,
				outcome: seniorDoctorFollowUp.outcome,
				nextStep: seniorDoctorFollowUp.nextStep,
				nextStepOn: seniorDoctorFollowUp.nextStepOn,
				doneAt: seniorDoctorFollowUp.nextStepDoneAt,
				nextStepOwnerName: owner.displayName,
				authorName: account.displayName,
			})
			.from(seniorDoctorFollowUp)
			.leftJoin(account, eq(account.id, seniorDoctorFollowUp.accountId))
			.leftJoin(owner, eq(owner.id, seniorDoctorFollowUp.nextStepOwner))
			.where(eq(seniorDoctorFollowUp.doctorId, doctorId))
			.orderBy(desc(seniorDoctorFollowUp.happenedOn), desc(seniorDoctorFollowUp.createdAt));
		const changes = await db
			.select({
				id: seniorDoctorChange.id,
				field: seniorDoctorChange.field,
				before: seniorDoctorChange.before,
				after: seniorDoctorChange.after,
				source: seniorDoctorChange.source,
				authorName: account.displayName,
				changedAt: seniorDoctorChange.changedAt,
			})
			.from(seniorDoctorChange)
			.leftJoin(account, eq(account.id, seniorDoctorChange.accountId))
			.where(eq(seniorDoctorChange.doctorId, doctorId))
			.orderBy(desc(seniorDoctorChange.version), asc(seniorDoctorChange.field))
			.limit(MOST_CHANGES);
		return {
			followUps: log.map(({ doneAt, ...entry }) => ({ ...entry, nextStepDone: doneAt !== null })),
			changes: changes.map((change) => ({ ...change, field: change.field as SeniorDoctorField })),
		};
	});
}

/** Who has read a record and how: for who writes the registry. It may have been read while it was of another département of the region. */
export async function listDoctorReadings(
	context: Context,
	departmentCode: string,
	doctorId: string,
): Promise<RecordReading[]> {
	const { regionCode } = await authorizeInSpace(context, 'seniors.write', departmentCode);
	const codes = await listRegionDepartments(context, regionCode);
	return withRegistryRights(context, codes, ({ db }) =>
		listReadings(db, { registry: 'senior-doctors', recordId: doctorId }),
	);
}

/** A step that waits. */
export interface ToCall {
	followUpId: string;
	doctorId: string;
	lastName: string;
	firstName: string;
	communeName: string;
	phone: string | null;
	nextStep: string;
	nextStepOn: string;
	ownerName: string | null;
}

/** Steps of the département due on or before the day `until`, the oldest first: « À appeler cette semaine ». */
export async function listToCall(context: Context, departmentCode: string, until: string): Promise<ToCall[]> {
	await authorizeInSpace(context, 'seniors.write', departmentCode);
	return withRegistryRights(context, [departmentCode], async ({ db }) => {
		const rows = await db
			.select({
				followUpId: seniorDoctorFollowUp.id,
				doctorId: seniorDoctor.id,
				lastName: seniorDoctor.lastName,
				firstName: seniorDoctor.firstName,
				communeName: commune.name,
				phone: seniorDoctor.phone,
				nextStep: seniorDoctorFollowUp.nextStep,
				nextStepOn: seniorDoctorFollowUp.nextStepOn,
				ownerName: account.displayName,
			})
			.from(seniorDoctorFollowUp)
			.innerJoin(seniorDoctor, eq(seniorDoctor.id, seniorDoctorFollowUp.doctorId))
			.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
			.leftJoin(account, eq(account.id, seniorDoctorFollowUp.nextStepOwner))
			.where(
				and(
					eq(seniorDoctorFollowUp.departmentCode, departmentCode),
					isNull(seniorDoctorFollowUp.nextStepDoneAt),
					isNotNull(seniorDoctorFollowUp.nextStepOn),
					lte(seniorDoctorFollowUp.nextStepOn, until),
					isNull(seniorDoctor.opposedAt),
				),
			)
			.orderBy(asc(seniorDoctorFollowUp.nextStepOn), asc(seniorDoctor.sortName));
		return rows.map((row) => ({ ...row, nextStepOn: row.nextStepOn ?? until }));
	});
}
