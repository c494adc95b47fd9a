import { eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { isTerrimedError, notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import type { DoctorBatchAction, DoctorBatchInput } from '#lib/senior-doctors/doctor-batch.input.ts';
import type { BatchRefusal, BatchResult } from '#lib/senior-doctors/doctor-batch.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { listCoordinators } from './coordinators.queries.ts';
import { auditFollowUp, publishFollowUp, sumUp } from './follow-up.commands.ts';
import { changeSeniorDoctor } from './senior-doctor.commands.ts';
import { findStored } from './senior-doctor.queries.ts';
import { seniorDoctor, seniorDoctorFollowUp } from './senior-doctor.tables.ts';
import { sharedPlaces } from './senior-doctor.write.ts';
import { accountIdOf } from './seniors-rights.queries.ts';

const MEANWHILE = 'Quelqu’un a enregistré cette fiche entre-temps : rien n’y a été changé.';

/**
 * Does one thing to records chosen in the list, each in a transaction of its own and over the version that was read: what somebody saved
 * meanwhile stays as they saved it, and is told with its reason, like what is no longer there; the others are changed.
 */
export async function changeChosenDoctors(
	context: Context,
	departmentCode: string,
	{ records, action }: DoctorBatchInput,
): Promise<BatchResult> {
	const { regionCode } = await authorizeInSpace(context, 'seniors.write', departmentCode);
	if (action.kind === 'assign') await requireCoordinator(context, regionCode, action.accountId);
	const result: BatchResult = { changed: [], refused: [] };
	for (const record of records) {
		try {
			const target = { departmentCode, doctorId: record.id, version: record.version };
			const version = await applyTo(context, target, action);
			if (version === null) result.refused.push({ id: record.id, reason: 'conflict', message: MEANWHILE });
			else result.changed.push({ id: record.id, version });
		} catch (error) {
			result.refused.push(refusalOf(record.id, error));
		}
	}
	return result;
}

async function requireCoordinator(context: Context, regionCode: string, accountId: string): Promise<void> {
	const coordinators = await listCoordinators(context, regionCode);
	if (coordinators.some(({ id }) => id === accountId)) return;
	const sentence = 'Choisissez une personne de l’URPS de la région.';
	throw new TerrimedError('invalid-input', sentence, { accountId: sentence });
}

interface Target {
	departmentCode: string;
	doctorId: string;
	version: number;
}

/** @returns the version of the record after it, null when it is no longer the one that was read */
async function applyTo(context: Context, target: Target, action: DoctorBatchAction): Promise<number | null> {
	if (action.kind === 'change') {
		const done = await changeSeniorDoctor(context, target, action.changes);
		return done.outcome === 'saved' ? (done.record.version ?? target.version) : null;
	}
	const { departmentCode, doctorId } = target;
	const values = await withRegistryRights(context, [departmentCode], async (inside) => {
		const stored = await findStored(inside, departmentCode, doctorId, { forUpdate: true });
		if (stored === null) throw notFound();
		if (stored.version !== target.version) return null;
		if (action.kind === 'assign') await assign(inside, doctorId, action.accountId);
		else await plan(inside, target, action);
		await auditFollowUp(inside, { departmentCode, action: 'seniors.follow', subjectId: doctorId });
		return stored.values;
	});
	if (values === null) return null;
	publishFollowUp(context, target, sharedPlaces(values));
	return target.version;
}

async function assign({ db }: Context, doctorId: string, accountId: string): Promise<void> {
	await db.update(seniorDoctor).set({ followedBy: accountId }).where(eq(seniorDoctor.id, doctorId));
}

/** The step is for whoever follows the record, else for whoever decides it. */
async function plan(
	inside: Context,
	{ departmentCode, doctorId }: Target,
	{ nextStep, nextStepOn }: { nextStep: string; nextStepOn: string },
): Promise<void> {
	const accountId = accountIdOf(inside);
	const [held] = await inside.db
		.select({ followedBy: seniorDoctor.followedBy })
		.from(seniorDoctor)
		.where(eq(seniorDoctor.id, doctorId));
	await inside.db.insert(seniorDoctorFollowUp).values({
		...{ id: newId(), doctorId, departmentCode, accountId, kind: 'plan', outcome: '' },
		...{ nextStep, nextStepOn, nextStepOwner: held?.followedBy ?? accountId },
		happenedOn: dayInFrance(inside.now()),
		createdAt: inside.now(),
	});
	await sumUp(inside, doctorId, {});
}

function refusalOf(id: string, error: unknown): BatchRefusal {
	if (!isTerrimedError(error)) throw error;
	if (error.code === 'not-found') {
		return { id, reason: 'not-found', message: 'Cette fiche n’est plus dans ce registre.' };
	}
	const [sentence = error.message] = Object.values(error.fields);
	return { id, reason: 'invalid', message: sentence };
}
