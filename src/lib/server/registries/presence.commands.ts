import { eq } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import type { PresenceInput } from '#lib/registries/presence.input.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import { account } from '../accounts/account.tables.ts';
import type { Space } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import type { SharedPlaces } from '../events/events.ts';
import { fieldsHeardBy, opensPlaces, registriesAccess, visitKey } from './presence.queries.ts';
import { accountOf } from './registry-region.queries.ts';

/** A record that somebody may have open, in a registry whose records they read. */
export interface VisitedRecord {
	registry: RegistryName;
	/** Where the actor reads records. */
	space: Space;
	recordId: string;
	/** Who the record is shared with, and where; null when there is no such record. */
	placesOf(inside: Context): Promise<SharedPlaces | null>;
}

/**
 * Says to the others that a page has this record open, or no longer. Nothing is stored: the visit ends with the page's stream.
 * @throws TerrimedError `not-found` for whoever may not open the record; a field one may not read is said to nobody
 */
export async function noteVisit(
	context: Context,
	{ registry, space, recordId, placesOf }: VisitedRecord,
	{ visit, here, field }: PresenceInput,
): Promise<{ here: boolean }> {
	const { departmentCode } = space;
	const accountId = accountOf(context);
	const key = visitKey(accountId, visit);
	if (!here) {
		// A page that has gone on to another record leaves that one only.
		if (context.recordVisits.find(key)?.recordId === recordId)
			context.events.publish({ type: 'record-left', departmentCode, key });
		return { here };
	}
	const access = registriesAccess(context.actor, space);
	const places = await withRegistryRights(context, [departmentCode], placesOf);
	if (places === null || !opensPlaces(access, registry, places)) throw notFound();
	const [own] = await context.db
		.select({ name: account.displayName })
		.from(account)
		.where(eq(account.id, accountId));
	if (own === undefined) throw notFound();
	context.events.publish({
		type: 'record-visited',
		visit: {
			...{ registry, key, accountId, name: own.name, departmentCode, recordId, places },
			field: field !== null && fieldsHeardBy(access, registry).has(field) ? field : null,
		},
	});
	return { here };
}
