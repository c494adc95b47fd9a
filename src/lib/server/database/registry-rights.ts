import { is, sql, type SQL } from 'drizzle-orm';
import { PgTransaction } from 'drizzle-orm/pg-core';
import { within, type Context } from '../context/context.ts';
import type { Database } from './database.ts';
import { REGISTRY_ROLE, REGISTRY_SETTING } from './registry-scope.columns.ts';

const DEPARTMENT_CODE = /^[0-9A-Z]{2,3}$/;

/** The role, or this login where it may not take it: then it goes round no policy itself (`ensureRegistryRole`). */
const ROLE_TO_TAKE = sql`coalesce((select rolname::text from pg_roles where rolname = ${REGISTRY_ROLE} and pg_has_role(oid, 'member')), current_user::text)`;

/**
 * Does `work` in a transaction of its own that may touch the registries of these départements and no others, under a role that neither
 * owns the tables nor goes round their policies. Role and setting end with the transaction (`true`), whatever happens in it: the
 * connection goes back to the pool as it was. Inside another transaction it gives back the role and the setting that were there.
 */
export function withRegistryRights<Result>(
	context: Context,
	departmentCodes: readonly string[],
	work: (inside: Context) => Promise<Result>,
): Promise<Result> {
	if (departmentCodes.length === 0 || !departmentCodes.every((code) => DEPARTMENT_CODE.test(code))) {
		return Promise.reject(new RangeError('a registry is opened for départements by their codes'));
	}
	const scope = { role: ROLE_TO_TAKE, departments: departmentCodes.join(',') };
	return context.db.transaction(async (transaction) => {
		const outside = is(context.db, PgTransaction) ? await readScope(transaction) : null;
		await takeScope(transaction, scope);
		const result = await work(within(context, transaction));
		if (outside !== null) await takeScope(transaction, outside);
		return result;
	});
}

interface Scope {
	role: string | SQL;
	departments: string;
}

async function takeScope(transaction: Database, { role, departments }: Scope): Promise<void> {
	await transaction
		.select({
			scope: sql`set_config(${REGISTRY_SETTING}, ${departments}, true)`,
			role: sql`set_config('role', ${role}, true)`,
		})
		.from(sql`(values (1)) as only_row`);
}

async function readScope(transaction: Database): Promise<Scope> {
	const [found] = await transaction
		.select({
			role: sql<string>`current_setting('role')`,
			departments: sql<string>`coalesce(current_setting(${REGISTRY_SETTING}, true), '')`,
		})
		.from(sql`(values (1)) as only_row`);
	return found ?? { role: 'none', departments: '' };
}
