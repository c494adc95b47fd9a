import { eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import type { InternChangeInput, NewInternInput } from '#lib/interns/intern.input.ts';
import {
	changedInternFields,
	UNKNOWN_INTERN,
	type InternField,
	type InternValues,
} from '#lib/interns/intern.rules.ts';
import type { InternSource } from '#lib/interns/intern.values.rules.ts';
import type { OpenedIntern } from '#lib/interns/intern.view.ts';
import { account } from '../accounts/account.tables.ts';
import { writeAudit } from '../audit/audit.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { logOpening } from '../registries/reading.log.ts';
import { accountOf } from '../registries/registry-region.queries.ts';
import type { CommunePlace } from '../senior-doctors/senior-doctor.write.ts';
import {
	placeOfIntern,
	refuseInternFaults,
	refuseSameCourse,
	refuseStrangeContact,
	refuseStrangeHost,
} from './intern.checks.ts';
import { findStoredIntern, internReading, readIntern } from './intern.queries.ts';
import { intern } from './intern.tables.ts';
import { internColumns, internSourcesOf, recordInternChanges, storeInterns } from './intern.write.ts';
import { authorizeInternRecords, type InternsReader } from './interns-rights.queries.ts';

/** Somebody saved the record in between: nothing was written. */
export interface InternConflict {
	outcome: 'conflict';
	/** As it is now. */
	current: OpenedIntern;
	/** Who saved it last, and when. */
	savedBy: string;
	savedAt: Date;
}
export type InternSaved = { outcome: 'saved'; record: OpenedIntern };

/**
 * Adds a placement, in the département of its commune. @returns its id and département
 * @throws TerrimedError `invalid-input` with a sentence for each field; `conflict` when the region has that course already
 */
export async function addIntern(
	context: Context,
	departmentCode: string,
	input: NewInternInput,
): Promise<{ id: string; departmentCode: string }> {
	const space = await authorizeInSpace(context, 'interns.write', departmentCode);
	const { source = 'member', ...given } = input;
	const values: InternValues = { ...UNKNOWN_INTERN, ...given };
	refuseInternFaults(values);
	const place = await placeOfIntern(context, space, values.communeCode);
	await refuseStrangeContact(context, departmentCode, values.contactId);
	const at = context.now();
	const accountId = accountOf(context);
	const codes = [...new Set([departmentCode, place.departmentCode])];
	const id = await withRegistryRights(context, codes, async (inside) => {
		await refuseStrangeHost(inside, space, values.hostDoctorId);
		await refuseSameCourse(inside.db, { ...values, regionCode: space.regionCode, except: null });
		const record = { values, place, source: { kind: source, on: dayInFrance(at) } };
		const [stored = ''] = await storeInterns(inside.db, [record], { accountId, at });
		await writeAudit(inside.db, {
			chain: place.departmentCode,
			actorId: accountId,
			action: 'interns.add',
			subjectType: 'intern',
			subjectId: stored,
			happenedAt: at,
		});
		return stored;
	});
	publish(context, { id, from: null, to: place.departmentCode, before: null, after: values });
	return { id, departmentCode: place.departmentCode };
}

interface Target {
	departmentCode: string;
	internId: string;
	version: number;
}

/**
 * Changes some fields of a record, if it still is at `version`: over a newer one nothing is written and both are given back. A change of
 * commune takes the record to the département of that commune, when the actor writes there too.
 */
export async function changeIntern(
	context: Context,
	target: Target,
	input: InternChangeInput,
): Promise<InternSaved | InternConflict> {
	const { departmentCode, internId, version } = target;
	const space = await authorizeInSpace(context, 'interns.write', departmentCode);
	const reader = await authorizeInternRecords(context, departmentCode);
	const { source = 'member', ...changes } = input;
	const moved =
		changes.communeCode === undefined ? null : await placeOfIntern(context, space, changes.communeCode);
	await refuseStrangeContact(context, departmentCode, changes.contactId);
	const codes = [...new Set([departmentCode, moved?.departmentCode ?? departmentCode])];
	const done = await withRegistryRights(context, codes, async (inside) => {
		const stored = await findStoredIntern(inside, departmentCode, internId, { forUpdate: true });
		if (stored === null) throw notFound();
		if (stored.version !== version) return conflictWith(inside, target, reader);
		const after: InternValues = { ...stored.values, ...changes };
		refuseInternFaults(after);
		const fields = changedInternFields(stored.values, changes);
		const place = moved ?? (await placeOfIntern(inside, space, after.communeCode));
		if (fields.length > 0) {
			if (fields.includes('hostDoctorId')) await refuseStrangeHost(inside, space, after.hostDoctorId);
			await refuseSameCourse(inside.db, { ...after, regionCode: space.regionCode, except: internId });
			await storeChange(inside, { target, stored, after, place, fields, source });
		}
		const at = { departmentCode: place.departmentCode, internId, reader };
		const record = await readIntern(inside, at);
		return { outcome: 'saved' as const, record, before: stored.values, after, to: place.departmentCode };
	});
	if (done.outcome === 'conflict') return done;
	const { record, before, after, to } = done;
	publish(context, { id: internId, from: departmentCode, to, before, after });
	return { outcome: 'saved', record };
}

async function storeChange(
	{ db, now, actor }: Context,
	change: {
		target: Target;
		stored: NonNullable<Awaited<ReturnType<typeof findStoredIntern>>>;
		after: InternValues;
		place: CommunePlace;
		fields: readonly InternField[];
		source: InternSource;
	},
): Promise<void> {
	const { target, stored, after, place, fields, source } = change;
	const { internId } = target;
	const accountId = actor.kind === 'account' ? actor.accountId : null;
	const at = now();
	const version = target.version + 1;
	await db
		.update(intern)
		.set({
			...internColumns(after, place),
			sources: { ...stored.sources, ...internSourcesOf(fields, { kind: source, on: dayInFrance(at) }) },
			version,
			updatedAt: at,
			updatedBy: accountId,
		})
		.where(eq(intern.id, internId));
	await recordInternChanges(db, {
		...{ internId, departmentCode: place.departmentCode, version, fields, source, accountId, at },
		before: stored.values,
		after,
	});
	await writeAudit(db, {
		chain: target.departmentCode,
		actorId: accountId,
		action: 'interns.change',
		subjectType: 'intern',
		subjectId: internId,
		details: { version, fields: fields.join(',') },
		happenedAt: at,
	});
}

async function conflictWith(
	inside: Context,
	{ departmentCode, internId }: Target,
	reader: InternsReader,
): Promise<InternConflict> {
	const current = await readIntern(inside, { departmentCode, internId, reader });
	await logOpening(inside, { ...internReading(departmentCode, reader), recordId: internId, way: 'conflict' });
	const [last] = await inside.db
		.select({ savedBy: account.displayName, savedAt: intern.updatedAt })
		.from(intern)
		.leftJoin(account, eq(account.id, intern.updatedBy))
		.where(eq(intern.id, internId));
	return {
		outcome: 'conflict',
		current,
		savedBy: last?.savedBy ?? 'Un import',
		savedAt: last?.savedAt ?? inside.now(),
	};
}

function publish(
	context: Context,
	change: { id: string; from: string | null; to: string; before: InternValues | null; after: InternValues },
): void {
	const { id, from, to } = change;
	const before = change.before === null ? null : { communeCode: change.before.communeCode };
	const after = { communeCode: change.after.communeCode };
	const event = { type: 'intern-changed', internId: id } as const;
	if (from !== null && from !== to) {
		context.events.publish({ ...event, departmentCode: from, before, after: null });
		context.events.publish({ ...event, departmentCode: to, before: null, after });
		return;
	}
	context.events.publish({ ...event, departmentCode: to, before, after });
}
