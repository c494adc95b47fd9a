import { asc, eq } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import type { ImportedRegistry } from '#lib/registries/import.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { can, type DepartmentAction } from '../policies/policy.ts';
import { department, region } from '../territory/territory.tables.ts';

/** A region whose registries somebody writes in. */
export interface RegistryRegion {
	registry: ImportedRegistry;
	regionCode: string;
	regionName: string;
	/** In order: what a transaction over its registries is opened for. */
	departmentCodes: readonly string[];
	/** Where the rows of its imports are kept until they are written. */
	homeCode: string;
}

const WRITING: Record<ImportedRegistry, DepartmentAction> = {
	'senior-doctors': 'seniors.write',
	interns: 'interns.write',
};

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
	return { registry, regionCode, regionName: first.regionName, departmentCodes, homeCode: first.code };
}

/** The départements of a region, in order: what a transaction over all its registries is opened for. */
export async function listRegionDepartments(context: Context, regionCode: string): Promise<string[]> {
	const rows = await context.db
		.select({ code: department.code })
		.from(department)
		.where(eq(department.regionCode, regionCode))
		.orderBy(asc(department.code));
	return rows.map(({ code }) => code);
}

/** Whether the actor may bring files to a registry of a region. */
export async function mayImport(
	context: Context,
	registry: ImportedRegistry,
	regionCode: string,
): Promise<boolean> {
	const codes = await listRegionDepartments(context, regionCode);
	const action = WRITING[registry];
	return (
		codes.length > 0 &&
		codes.every((departmentCode) => can(context.actor, action, { departmentCode, regionCode }))
	);
}

/** The region of a committee's space in which the actor writes the registry. @throws TerrimedError `not-found`, where there is no committee too */
export async function regionOf(
	context: Context,
	registry: ImportedRegistry,
	departmentCode: string,
): Promise<string> {
	const { regionCode } = await authorizeInSpace(context, WRITING[registry], departmentCode);
	return regionCode;
}

/** Id of the account behind a request that rights have let through. */
export function accountOf(context: Context): string {
	if (context.actor.kind !== 'account') throw notFound();
	return context.actor.accountId;
}
