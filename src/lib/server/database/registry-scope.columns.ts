import { sql } from 'drizzle-orm';
import { customType, pgPolicy, type AnyPgColumn } from 'drizzle-orm/pg-core';

/** The role that reads and writes the registries: it owns nothing and goes through every policy. */
export const REGISTRY_ROLE = 'terrimed_registry';

/** The name of the policy of each of their tables. */
export const REGISTRY_POLICY = 'registry_scope';

/** The setting, local to one transaction, that holds the codes of the départements it may touch, separated by commas. */
export const REGISTRY_SETTING = 'terrimed.departments';

/**
 * The second line of rights: a row is there only for a transaction that was opened for its département. One column compared with one
 * setting, which is the same for the whole question, so that an index still serves. Without a setting there is no row at all. It binds
 * the owner of the table too (`force`, in a migration of its own, since the generator does not write it).
 */
export const registryScope = (departmentCode: AnyPgColumn) => {
	const inScope = sql`${departmentCode} = any (string_to_array(current_setting('terrimed.departments', true), ','))`;
	return pgPolicy(REGISTRY_POLICY, { for: 'all', using: inScope, withCheck: inScope });
};

/** Text that is sorted by its bytes, the same on each database: for keys already folded to plain letters. */
export const plainText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });
