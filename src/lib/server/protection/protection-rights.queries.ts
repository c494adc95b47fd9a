import { notFound } from '#lib/errors.ts';
import { REGISTRY_NAMES, type RegistryName } from '#lib/registries/registry-name.rules.ts';
import { authorizeInSpace, type Space } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { can, type DepartmentAction } from '../policies/policy.ts';
import { listRegionDepartments } from '../registries/registry-region.queries.ts';

/** Who keeps a registry answers for the people in it. */
const KEEPING: Record<RegistryName, DepartmentAction> = {
	'senior-doctors': 'seniors.write',
	interns: 'interns.write',
};

/** A registry that the actor keeps, with the départements where they do. */
export interface KeptRegistry {
	registry: RegistryName;
	departmentCodes: string[];
}

/**
 * The registries whose people the actor answers for: both for the URPS, in the whole region; the interns of one's own département for a
 * facilitator. @throws TerrimedError `not-found` for everybody else
 */
export async function authorizeProtection(
	context: Context,
	departmentCode: string,
): Promise<{ space: Space; kept: KeptRegistry[] }> {
	const space = await authorizeInSpace(context, KEEPING.interns, departmentCode);
	const codes = await listRegionDepartments(context, space.regionCode);
	const kept = REGISTRY_NAMES.flatMap((registry) => {
		const departmentCodes = codes.filter((code) =>
			can(context.actor, KEEPING[registry], { departmentCode: code, regionCode: space.regionCode }),
		);
		return departmentCodes.length === 0 ? [] : [{ registry, departmentCodes }];
	});
	return { space, kept };
}

/** One of them. @throws TerrimedError `not-found` when it is not theirs to keep */
export async function authorizeRegistry(
	context: Context,
	departmentCode: string,
	registry: RegistryName,
): Promise<KeptRegistry & { space: Space }> {
	const { space, kept } = await authorizeProtection(context, departmentCode);
	const found = kept.find((one) => one.registry === registry);
	if (found === undefined) throw notFound();
	return { ...found, space };
}
