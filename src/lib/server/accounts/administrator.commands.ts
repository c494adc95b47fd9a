import { newId } from '#lib/identifiers.ts';
import type { Context } from '../context/context.ts';
import { auditAccount } from './account.commands.ts';
import { account, passwordReset } from './account.tables.ts';
import { hashToken, newToken } from './token.ts';

/** Time to open the link printed in the terminal. */
const LINK_HOURS = 24;

/**
 * Makes somebody an administrator of the platform and gives the link by which they choose a password. For
 * whoever holds the terminal and the database: no page and no endpoint reaches it.
 */
export async function nameAdministrator(
	context: Context,
	input: { email: string; displayName: string },
): Promise<{ link: string }> {
	const token = newToken();
	const createdAt = context.now();
	const expiresAt = new Date(createdAt.getTime() + LINK_HOURS * 3_600_000);
	await context.db.transaction(async (transaction) => {
		const [named] = await transaction
			.insert(account)
			.values({
				id: newId(createdAt.getTime()),
				email: input.email,
				displayName: input.displayName,
				isAdministrator: true,
				createdAt,
			})
			.onConflictDoUpdate({ target: account.email, set: { isAdministrator: true, disabledAt: null } })
			.returning({ id: account.id });
		if (named === undefined) throw new Error('the account was not written');
		await transaction
			.insert(passwordReset)
			.values({ tokenHash: hashToken(token), accountId: named.id, createdAt, expiresAt });
		await auditAccount(transaction, context, named.id, 'account.name-administrator');
	});
	return { link: `${context.origin}/mot-de-passe/${token}` };
}
