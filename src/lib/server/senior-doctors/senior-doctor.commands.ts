import { and, eq, inArray, ne } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import type {
	NewSeniorDoctorInput,
	SeniorDoctorChangeInput,
} from '#lib/senior-doctors/senior-doctor.input.ts';
import {
	changedFields,
	faultsOf,
	UNKNOWN_VALUES,
	type SeniorDoctorField,
	type SeniorDoctorValues,
} from '#lib/senior-doctors/senior-doctor.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { writeAudit } from '../audit/audit.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { logOpening } from '../registries/reading.log.ts';
import { commune, department } from '../territory/territory.tables.ts';
import { findStored, readRecord, type SeniorDoctorRecord } from './senior-doctor.queries.ts';
import { seniorDoctor } from './senior-doctor.tables.ts';
import {
	derivedColumns,
	recordChanges,
	replacePlaces,
	sharedPlaces,
	sourcesOf,
	storeRecords,
	type CommunePlace,
} from './senior-doctor.write.ts';
import { accountIdOf } from './seniors-rights.queries.ts';

const ALL = { reads: 'records', circle: 'urps', communeCodes: null } as const;

/** Somebody saved the record in between: nothing was written. */
export interface SeniorDoctorConflict {
	outcome: 'conflict';
	/** As it is now. */
	current: SeniorDoctorRecord;
	/** Who saved it last, and when. */
	savedBy: string;
	savedAt: Date;
}
export type SeniorDoctorSaved = { outcome: 'saved'; record: SeniorDoctorRecord };

/**
 * Adds a record to the registry of the region, in the département of its commune. @returns its id and département
 * @throws TerrimedError `invalid-input` with a sentence for each field; `conflict` when the RPPS is already in the region's registry
 */
export async function addSeniorDoctor(
	context: Context,
	departmentCode: string,
	input: NewSeniorDoctorInput,
): Promise<{ id: string; departmentCode: string }> {
	const space = await authorizeInSpace(context, 'seniors.write', departmentCode);
	const { source = 'member', ...given } = input;
	const values: SeniorDoctorValues = { ...UNKNOWN_VALUES, ...given };
	const place = await placeOf(context, values, space.regionCode);
	refuseFaults(values, context.now());
	const at = context.now();
	const accountId = accountIdOf(context);
	const codes = [...new Set([departmentCode, place.departmentCode])];
	const id = await withRegistryRights(context, codes, async ({ db }) => {
		await refuseSameRpps(db, { regionCode: space.regionCode, rpps: values.rpps, except: null });
		const record = { values, place, source: { kind: source, on: dayInFrance(at) } };
		const [stored = ''] = await storeRecords(db, [record], { accountId, at });
		await writeAudit(db, {
			chain: place.departmentCode,
			actorId: accountId,
			action: 'seniors.add',
			subjectType: 'senior-doctor',
			subjectId: stored,
			happenedAt: at,
		});
		return stored;
	});
	publish(context, { id, from: null, to: place.departmentCode, before: null, after: values });
	return { id, departmentCode: place.departmentCode };
}

/**
 * Changes some fields of a record, if it still is at `version`: over a newer one nothing is written and both are given back. A change of
 * commune takes the record to the département of that commune, within the region.
 */
export async function changeSeniorDoctor(
	context: Context,
	target: { departmentCode: string; doctorId: string; version: number },
	input: SeniorDoctorChangeInput,
): Promise<SeniorDoctorSaved | SeniorDoctorConflict> {
	const { departmentCode, doctorId, version } = target;
	const space = await authorizeInSpace(context, 'seniors.write', departmentCode);
	const { source = 'member', ...changes } = input;
	const moving = changes.communeCode === undefined ? null : await findPlace(context, changes.communeCode);
	const codes = [...new Set([departmentCode, moving?.departmentCode ?? departmentCode])];
	const done = await withRegistryRights(context, codes, async (inside) => {
		const stored = await findStored(inside, departmentCode, doctorId, { forUpdate: true });
		if (stored === null) throw notFound();
		if (stored.version !== version) return conflictWith(inside, target);
		const after: SeniorDoctorValues = { ...stored.values, ...changes };
		const place = await placeOf(inside, after, space.regionCode);
		refuseFaults(after, context.now());
		const fields = changedFields(stored.values, changes);
		if (fields.length > 0) {
			await refuseSameRpps(inside.db, { regionCode: space.regionCode, rpps: after.rpps, except: doctorId });
			await storeChange(inside, { target, stored, after, place, fields, source });
		}
		const record = await readRecord(inside, { departmentCode: place.departmentCode, doctorId, access: ALL });
		return { outcome: 'saved' as const, record, before: stored.values, after, to: place.departmentCode };
	});
	if (done.outcome === 'conflict') return done;
	const { record, before, after, to } = done;
	publish(context, { id: doctorId, from: departmentCode, to, before, after });
	return { outcome: 'saved', record };
}

async function storeChange(
	{ db, now, actor }: Context,
	change: {
		target: { departmentCode: string; doctorId: string; version: number };
		stored: NonNullable<Awaited<ReturnType<typeof findStored>>>;
		after: SeniorDoctorValues;
		place: CommunePlace;
		fields: readonly SeniorDoctorField[];
		source: 'import' | 'survey' | 'call' | 'member';
	},
): Promise<void> {
	const { target, stored, after, place, fields, source } = change;
	const { doctorId } = target;
	const accountId = actor.kind === 'account' ? actor.accountId : null;
	const at = now();
	const version = target.version + 1;
	await db
		.update(seniorDoctor)
		.set({
			...derivedColumns(after, place),
			sources: { ...stored.sources, ...sourcesOf(fields, { kind: source, on: dayInFrance(at) }) },
			version,
			updatedAt: at,
			updatedBy: accountId,
		})
		.where(eq(seniorDoctor.id, doctorId));
	const { departmentCode } = place;
	if (fields.includes('otherPlaces'))
		await replacePlaces(db, { doctorId, departmentCode }, after.otherPlaces);
	await recordChanges(db, {
		...{ doctorId, departmentCode, version, fields, source, accountId, at },
		before: stored.values,
		after,
	});
	await writeAudit(db, {
		chain: target.departmentCode,
		actorId: accountId,
		action: 'seniors.change',
		subjectType: 'senior-doctor',
		subjectId: doctorId,
		details: { version, fields: fields.join(',') },
		happenedAt: at,
	});
}

async function conflictWith(
	inside: Context,
	{ departmentCode, doctorId }: { departmentCode: string; doctorId: string },
): Promise<SeniorDoctorConflict> {
	const current = await readRecord(inside, { departmentCode, doctorId, access: ALL });
	const reading = { registry: 'senior-doctors', departmentCode, circle: ALL.circle } as const;
	await logOpening(inside, { ...reading, recordId: doctorId, way: 'conflict' });
	const [last] = await inside.db
		.select({ savedBy: account.displayName, savedAt: seniorDoctor.updatedAt })
		.from(seniorDoctor)
		.leftJoin(account, eq(account.id, seniorDoctor.updatedBy))
		.where(eq(seniorDoctor.id, doctorId));
	return {
		outcome: 'conflict',
		current,
		savedBy: last?.savedBy ?? 'Un import',
		savedAt: last?.savedAt ?? inside.now(),
	};
}

async function findPlace({ db }: Pick<Context, 'db'>, code: string): Promise<CommunePlace | null> {
	const [found] = await db
		.select({
			code: commune.code,
			departmentCode: commune.departmentCode,
			regionCode: department.regionCode,
			searchName: commune.searchName,
		})
		.from(commune)
		.innerJoin(department, eq(department.code, commune.departmentCode))
		.where(eq(commune.code, code));
	return found ?? null;
}

/** The main place, which must be of the region; the other places may be elsewhere but must exist. */
async function placeOf(
	context: Pick<Context, 'db'>,
	values: SeniorDoctorValues,
	regionCode: string,
): Promise<CommunePlace> {
	const place = await findPlace(context, values.communeCode);
	if (place === null || place.regionCode !== regionCode) {
		throw invalid({ communeCode: 'Choisissez une commune de la région.' });
	}
	const others = [...new Set(values.otherPlaces.map(({ communeCode }) => communeCode))];
	if (others.length > 0) {
		const known = await context.db
			.select({ code: commune.code })
			.from(commune)
			.where(inArray(commune.code, others));
		if (known.length < others.length) throw invalid({ otherPlaces: 'Choisissez des communes de la liste.' });
	}
	return place;
}

function refuseFaults(values: SeniorDoctorValues, now: Date): void {
	const faults = faultsOf(values, Number(dayInFrance(now).slice(0, 4)));
	if (Object.keys(faults).length > 0) throw invalid(faults);
}

function invalid(fields: Record<string, string>): TerrimedError {
	return new TerrimedError(
		'invalid-input',
		'La fiche contient une valeur qui ne convient pas. Rien n’a été enregistré.',
		fields,
	);
}

/** Of the départements that the transaction sees; the unique key of the region stands behind it. */
async function refuseSameRpps(
	db: Context['db'],
	{ regionCode, rpps, except }: { regionCode: string; rpps: string | null; except: string | null },
): Promise<void> {
	if (rpps === null) return;
	const same = await db
		.select({ id: seniorDoctor.id })
		.from(seniorDoctor)
		.where(
			and(
				eq(seniorDoctor.regionCode, regionCode),
				eq(seniorDoctor.rpps, rpps),
				except === null ? undefined : ne(seniorDoctor.id, except),
			),
		);
	if (same.length > 0) throw sameRpps();
}

function sameRpps(): TerrimedError {
	const sentence = 'Ce numéro RPPS est déjà celui d’une fiche de la région. Rien n’a été enregistré.';
	return new TerrimedError('conflict', sentence, { rpps: sentence });
}

function publish(
	context: Context,
	change: {
		id: string;
		from: string | null;
		to: string;
		before: SeniorDoctorValues | null;
		after: SeniorDoctorValues;
	},
): void {
	const { id, from, to } = change;
	const before = change.before === null ? null : sharedPlaces(change.before);
	const after = sharedPlaces(change.after);
	const event = { type: 'senior-doctor-changed', doctorId: id } as const;
	if (from !== null && from !== to) {
		context.events.publish({ ...event, departmentCode: from, before, after: null });
		context.events.publish({ ...event, departmentCode: to, before: null, after });
		return;
	}
	context.events.publish({ ...event, departmentCode: to, before, after });
}
