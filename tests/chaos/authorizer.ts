import { eq } from 'drizzle-orm';
import { mayTakeClientId } from '#lib/collaboration/client-id.ts';
import { account } from '#lib/server/accounts/account.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import type { Authorization, Authorizer } from '#server/collaboration/ports/authorizer.ts';

/** Prefix of the display name of an account that may only read. */
export const READER = 'lecture';

/** The key of an account's client ids. */
export const clientKeyOf = (accountId: string): string => `key of ${accountId}`;

/**
 * Rights kept in the database, as in the product, without its sessions and committees: the cookie is an account's id, the name says
 * what it may do, a disabled account has lost its right. So a right that ended has ended for every process, killed or not.
 */
export function createChaosAuthorizer(db: Database): Authorizer {
	const decide = async (accountId: string, refusal: 'not-found' | 'right-ended'): Promise<Authorization> => {
		const [row] = await db
			.select({ name: account.displayName, disabledAt: account.disabledAt })
			.from(account)
			.where(eq(account.id, accountId));
		if (row === undefined) return { ok: false, reason: 'signed-out' };
		if (row.disabledAt !== null) return { ok: false, reason: refusal };
		return {
			ok: true,
			accountId,
			sessionId: accountId,
			person: { accountId, name: row.name, organisation: '', initials: 'XX', color: 1 },
			mayTake: (client) => mayTakeClientId(client, () => clientKeyOf(accountId)),
			access: row.name.startsWith(READER) ? 'read' : 'write',
			departmentCode: '64',
			documentKind: 'note',
			validUntil: null,
		};
	};
	return {
		authorize: async ({ cookieHeader }) =>
			cookieHeader === null ? { ok: false, reason: 'signed-out' } : decide(cookieHeader, 'not-found'),
		reauthorize: ({ accountId }) => decide(accountId, 'right-ended'),
	};
}
