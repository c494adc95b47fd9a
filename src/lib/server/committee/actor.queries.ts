import { and, eq, gte, isNull, lte } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { grant, mandate, organisation } from './committee.tables.ts';
import type { Database } from '../database/database.ts';
import type { ActiveGrant, Actor } from '../policies/policy.ts';
import { account } from '../accounts/account.tables.ts';

export const ANONYMOUS: Actor = { kind: 'anonymous' };

/** The actor behind a session: its account and the grants whose mandate is running at `now`. */
export async function findActor(
	db: Database,
	source: { accountId: string; sessionId: string; now: Date },
): Promise<Actor> {
	const [found] = await db
		.select()
		.from(account)
		.where(and(eq(account.id, source.accountId), isNull(account.disabledAt)));
	if (found === undefined) return ANONYMOUS;
	return {
		kind: 'account',
		accountId: found.id,
		sessionId: source.sessionId,
		displayName: found.displayName,
		email: found.email,
		isAdministrator: found.isAdministrator,
		grants: await listActiveGrants(db, found.id, source.now),
	};
}

/** Grants not revoked whose mandate runs on the day of `now` in France and was not ended. */
export function listActiveGrants(db: Database, accountId: string, now: Date): Promise<ActiveGrant[]> {
	const today = dayInFrance(now);
	return db
		.select({
			role: grant.role,
			departmentCode: mandate.departmentCode,
			regionCode: mandate.regionCode,
			mandateId: mandate.id,
			organisationId: organisation.id,
			organisationName: organisation.name,
			endsOn: mandate.endsOn,
			communeCodes: mandate.communeCodes,
		})
		.from(grant)
		.innerJoin(mandate, eq(mandate.id, grant.mandateId))
		.innerJoin(organisation, eq(organisation.id, mandate.organisationId))
		.where(
			and(
				eq(mandate.accountId, accountId),
				isNull(grant.revokedAt),
				isNull(mandate.endedAt),
				lte(mandate.startsOn, today),
				gte(mandate.endsOn, today),
			),
		);
}
