import { account } from '../accounts/account.tables.ts';
import type { Database } from '../database/database.ts';
import { commune } from '../territory/territory.tables.ts';

/** Names of communes by their code and of accounts by their id. */
export async function readNames(db: Database): Promise<Record<string, string>> {
	const communes = await db.select({ key: commune.code, name: commune.name }).from(commune);
	const people = await db.select({ key: account.id, name: account.displayName }).from(account);
	return Object.fromEntries([...communes, ...people].map(({ key, name }) => [key, name]));
}
