import { asc, eq } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import type { ImportedRegistry } from '#lib/registries/import.rules.ts';
import type { Context } from '../context/context.ts';
import { can, type DepartmentAction } from '../policies/policy.ts';
import { department, region } from '../territory/territory.tables.ts';

/** A region whose registries somebody writes in. */
export interface RegistryRegion {
	regionCode: string;
	regionName: string;
	/** In order: what a transaction over its registries is opened for. */
	departmentCodes: readonly string[];
	/** Where the rows of its imports are kept until they are written. */
	homeCode: string;
}

const WRITING: Record<ImportedRegistry, DepartmentAction> = { 'senior-doctors': 'seniors.write' };

/**
 * A region of which the actor writes the whole registry: the first line of all that touches an import.
 * @throws TerrimedError `not-found` alike when there is no such region and when it is not theirs
 */
export async function authorizeImports(
	context: Context,
	registry: ImportedRegistry,
	regionCode: string,
): Promise<RegistryRegion> {
	const rows = await context.db
		.select({ code: department.code, regionName: region.name })
		.from(department)
		.innerJoin(region, eq(region.code, department.regionCode))
		.where(eq(department.regionCode, regionCode))
		.orderBy(asc(department.code));
	const [first] = rows;
	const action = WRITING[registry];
	const departmentCodes = rows.map(({ code }) => code);
	const writes = departmentCodes.every((departmentCode) =>
		can(context.actor, action, { departmentCode, regionCode }),
	);
	if (first === undefined || !writes) throw notFound();
	return { regionCode, regionName: first.regionName, departmentCodes, homeCode: first.code };
}

/** The region of a département. @throws TerrimedError `not-found` */
export async function regionOf(context: Context, departmentCode: string): Promise<string> {
	const [found] = await context.db
		.select({ regionCode: department.regionCode })
		.from(department)
		.where(eq(department.code, departmentCode));
	if (found === undefined) throw notFound();
	return found.regionCode;
}

/** Id of the account behind a request that rights have let through. */
export function accountOf(context: Context): string {
	if (context.actor.kind !== 'account') throw notFound();
	return context.actor.accountId;
}
