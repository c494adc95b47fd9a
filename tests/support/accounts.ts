import { findActor } from '#lib/server/committee/actor.queries.ts';
import { account, passwordReset, session, throttle } from '#lib/server/accounts/account.tables.ts';
import { auditEvent } from '#lib/server/audit/audit.tables.ts';
import { grant, invitation, mandate } from '#lib/server/committee/committee.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import type { Actor } from '#lib/server/policies/policy.ts';
import { newId } from '#lib/identifiers.ts';
import type { TestContext } from './context.ts';

/** The password of every account of the tests. */
export const PASSWORD = 'demonstration';

export interface BuiltAccount {
	id: string;
	email: string;
	displayName: string;
}

/** An account that can sign in with `PASSWORD`. */
export async function buildAccount(
	context: TestContext,
	given: Partial<BuiltAccount> & { isAdministrator?: boolean; disabledAt?: Date } = {},
): Promise<BuiltAccount> {
	const id = given.id ?? newId();
	const row = {
		id,
		email: given.email ?? `personne-${id.slice(-12)}@exemple.test`,
		displayName: given.displayName ?? 'Camille Etcheverry',
		passwordHash: await context.passwords.hash(PASSWORD),
		isAdministrator: given.isAdministrator ?? false,
		disabledAt: given.disabledAt ?? null,
		createdAt: context.now(),
	};
	await context.db.insert(account).values(row);
	return { id, email: row.email, displayName: row.displayName };
}

/** The actor behind a cookie as `name=value`, found as the server finds it; null when it opens nothing. */
export async function actorBehind(context: TestContext, cookie: string): Promise<Actor | null> {
	const found = await context.sessions.find(cookie);
	if (found === null) return null;
	return findActor(context.db, {
		accountId: found.accountId,
		sessionId: found.key,
		now: context.now(),
	});
}

/** Everything these commands may write: equal before and after means that nothing was written nor audited. */
export async function snapshot(db: Database): Promise<string> {
	const rows = [
		await db.select().from(account).orderBy(account.id),
		await db.select().from(session).orderBy(session.id),
		await db.select().from(throttle).orderBy(throttle.key),
		await db.select().from(passwordReset).orderBy(passwordReset.tokenHash),
		await db.select().from(invitation).orderBy(invitation.id),
		await db.select().from(mandate).orderBy(mandate.id),
		await db.select().from(grant).orderBy(grant.id),
		await db.select().from(auditEvent).orderBy(auditEvent.chain, auditEvent.seq),
	];
	return JSON.stringify(rows);
}
