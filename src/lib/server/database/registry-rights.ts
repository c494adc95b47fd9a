import { sql } from 'drizzle-orm';
import { within, type Context } from '../context/context.ts';
import { REGISTRY_ROLE, REGISTRY_SETTING } from './registry-scope.columns.ts';

const DEPARTMENT_CODE = /^[0-9A-Z]{2,3}$/;

/** The role, or this login where it may not take it: then it goes round no policy itself (`ensureRegistryRole`). */
const ROLE_TO_TAKE = sql`coalesce((select rolname::text from pg_roles where rolname = ${REGISTRY_ROLE} and pg_has_role(oid, 'member')), current_user::text)`;

/**
 * Does `work` in a transaction of its own that may touch the registries of these départements and no others, under a role that neither
 * owns the tables nor goes round their policies. Role and setting end with the transaction (`true`), whatever happens in it: the
 * connection goes back to the pool as it was. It is the outermost transaction: inside another, the role would outlive it.
 */
export function withRegistryRights<Result>(
	context: Context,
	departmentCodes: readonly string[],
	work: (inside: Context) => Promise<Result>,
): Promise<Result> {
	if (departmentCodes.length === 0 || !departmentCodes.every((code) => DEPARTMENT_CODE.test(code))) {
		return Promise.reject(new RangeError('a registry is opened for départements by their codes'));
	}
	return context.db.transaction(async (transaction) => {
		await transaction
			.select({
				scope: sql`set_config(${REGISTRY_SETTING}, ${departmentCodes.join(',')}, true)`,
				role: sql`set_config('role', ${ROLE_TO_TAKE}, true)`,
			})
			.from(sql`(values (1)) as only_row`);
		return work(within(context, transaction));
	});
}
