import { eq } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import type { PresenceInput } from '#lib/senior-doctors/presence.input.ts';
import { account } from '../accounts/account.tables.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { openFields, opensRecord } from '../policies/seniors.policy.ts';
import { visitKey } from './presence.queries.ts';
import { findStored } from './senior-doctor.queries.ts';
import { sharedPlaces } from './senior-doctor.write.ts';
import { accountIdOf, authorizeRecords } from './seniors-rights.queries.ts';

/**
 * Says to the others that a page has this record open, or no longer. Nothing is stored: the visit ends with the page's stream.
 * @throws TerrimedError `not-found` for whoever may not open the record; a field one may not read is said to nobody
 */
export async function noteVisit(
	context: Context,
	target: { departmentCode: string; doctorId: string },
	{ visit, here, field }: PresenceInput,
): Promise<{ here: boolean }> {
	const { departmentCode, doctorId } = target;
	const { access } = await authorizeRecords(context, departmentCode);
	const accountId = accountIdOf(context);
	const key = visitKey(accountId, visit);
	if (!here) {
		// A page that has gone on to another record leaves that one only.
		if (context.recordVisits.find(key)?.recordId === doctorId)
			context.events.publish({ type: 'record-left', departmentCode, key });
		return { here };
	}
	const stored = await withRegistryRights(context, [departmentCode], (inside) =>
		findStored(inside, departmentCode, doctorId),
	);
	if (stored === null) throw notFound();
	const places = sharedPlaces(stored.values);
	if (!opensRecord(access, places)) throw notFound();
	const [own] = await context.db
		.select({ name: account.displayName })
		.from(account)
		.where(eq(account.id, accountId));
	if (own === undefined) throw notFound();
	const open = new Set<string>(openFields(access));
	context.events.publish({
		type: 'record-visited',
		visit: {
			...{ key, accountId, name: own.name, departmentCode, recordId: doctorId, places },
			field: field !== null && open.has(field) ? field : null,
		},
	});
	return { here };
}
