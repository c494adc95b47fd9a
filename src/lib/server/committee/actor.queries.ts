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

/** The actors behind many sessions, in their order, in one question. */
export async function findActors(db: Database, sources: readonly ActorSource[], now: Date): Promise<Actor[]> {
	const rows = await selectGranted(db, [...new Set(sources.map(({ accountId }) => accountId))], now);
	const byAccount = Map.groupBy(rows, (row) => row.account.id);
	return sources.map(({ accountId, sessionId }): Actor => {
		const own = byAccount.get(accountId) ?? [];
		const [first] = own;
		if (first === undefined) return ANONYMOUS;
		const { displayName, email, isAdministrator } = first.account;
		const grants = own.flatMap(activeGrant);
		return { kind: 'account', accountId, sessionId, displayName, email, isAdministrator, grants };
	});
}

/** Grants not revoked whose mandate runs on the day of `now` in France and was not ended, of an account in use. */
export async function listActiveGrants(db: Database, accountId: string, now: Date): Promise<ActiveGrant[]> {
	return (await selectGranted(db, [accountId], now)).flatMap(activeGrant);
}

type GrantedRow = Awaited<ReturnType<typeof selectGranted>>[number];

/** What a row gives: nothing where the account holds nothing now. */
function activeGrant({ grant: held, mandate: seat, organisation: body }: GrantedRow): ActiveGrant[] {
	if (held === null || seat === null || body === null) return [];
	return [{ role: held.role, ...seat, organisationId: body.id, organisationName: body.name }];
}

/** Accounts in use, each with what it holds now; one row for an account that holds nothing. */
function selectGranted(db: Database, accountIds: readonly string[], now: Date) {
	const today = dayInFrance(now);
	const runs = and(
		eq(mandate.accountId, account.id),
		isNull(mandate.endedAt),
		lte(mandate.startsOn, today),
		gte(mandate.endsOn, today),
	);
	return db
		.select({
			account: {
				id: account.id,
				displayName: account.displayName,
				email: account.email,
				isAdministrator: account.isAdministrator,
			},
			grant: { role: grant.role },
			// The id first: drizzle takes a part whose first column is null for a part that is not there.
			mandate: {
				mandateId: mandate.id,
				departmentCode: mandate.departmentCode,
				regionCode: mandate.regionCode,
				endsOn: mandate.endsOn,
				communeCodes: mandate.communeCodes,
			},
			organisation: { id: organisation.id, name: organisation.name },
		})
		.from(account)
		.leftJoin(mandate, runs)
		.leftJoin(grant, and(eq(grant.mandateId, mandate.id), isNull(grant.revokedAt)))
		.leftJoin(organisation, eq(organisation.id, mandate.organisationId))
		.where(and(amongIds(account.id, accountIds), isNull(account.disabledAt)));
}
