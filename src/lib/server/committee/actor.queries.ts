import { and, eq, gte, isNull, lte } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { grant, mandate, organisation } from './committee.tables.ts';
import { amongIds } from '../database/among.ts';
import type { Database } from '../database/database.ts';
import type { ActiveGrant, Actor } from '../policies/policy.ts';
import { account } from '../accounts/account.tables.ts';

export const ANONYMOUS: Actor = { kind: 'anonymous' };

interface ActorSource {
	accountId: string;
	sessionId: string;
}

/** The actor behind a session: its account and the grants whose mandate is running at `now`. */
export async function findActor(db: Database, source: ActorSource & { now: Date }): Promise<Actor> {
	const [actor] = await findActors(db, [source], source.now);
	return actor ?? ANONYMOUS;
}

/** The actors behind many sessions, in their order, in two questions. */
export async function findActors(db: Database, sources: readonly ActorSource[], now: Date): Promise<Actor[]> {
	const ids = [...new Set(sources.map(({ accountId }) => accountId))];
	const accounts = await db
		.select({
			id: account.id,
			displayName: account.displayName,
			email: account.email,
			isAdministrator: account.isAdministrator,
		})
		.from(account)
		.where(and(amongIds(account.id, ids), isNull(account.disabledAt)));
	const found = new Map(accounts.map((row) => [row.id, row]));
	const grants = found.size === 0 ? [] : await selectActiveGrants(db, [...found.keys()], now);
	const byAccount = Map.groupBy(grants, ({ accountId }) => accountId);
	return sources.map(({ accountId, sessionId }): Actor => {
		const row = found.get(accountId);
		if (row === undefined) return ANONYMOUS;
		return {
			kind: 'account',
			accountId,
			sessionId,
			displayName: row.displayName,
			email: row.email,
			isAdministrator: row.isAdministrator,
			grants: (byAccount.get(accountId) ?? []).map(({ accountId: _, ...active }) => active),
		};
	});
}

/** Grants not revoked whose mandate runs on the day of `now` in France and was not ended. */
export async function listActiveGrants(db: Database, accountId: string, now: Date): Promise<ActiveGrant[]> {
	const rows = await selectActiveGrants(db, [accountId], now);
	return rows.map(({ accountId: _, ...active }) => active);
}

function selectActiveGrants(db: Database, accountIds: readonly string[], now: Date) {
	const today = dayInFrance(now);
	return db
		.select({
			accountId: mandate.accountId,
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
				amongIds(mandate.accountId, accountIds),
				isNull(grant.revokedAt),
				isNull(mandate.endedAt),
				lte(mandate.startsOn, today),
				gte(mandate.endsOn, today),
			),
		);
}
