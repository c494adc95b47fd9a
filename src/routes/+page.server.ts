import { redirect } from '@sveltejs/kit';
import { listOwnMandates } from '#lib/server/committee/own-mandates.queries.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { listOwnRegions } from '#lib/server/indicators/region.queries.ts';
import { listSpaceCards } from '#lib/server/documents/last-change.queries.ts';
import type { PageServerLoad } from './$types';

/** The choice of a space; who has only one place to go goes there. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { accountId, displayName, email, isAdministrator, grants } = requireAccount(locals.context, url);
	const spaces = await answer(listSpaceCards(locals.context));
	const [only] = spaces;
	if (isAdministrator && only === undefined) redirect(303, '/admin');
	if (only !== undefined && spaces.length === 1 && !isAdministrator) redirect(303, `/${only.departmentCode}`);
	return {
		actor: { accountId, displayName, email, isAdministrator },
		spaces: spaces.map((space) => ({
			code: space.departmentCode,
			name: space.departmentName,
			regionName: space.regionName,
			lastChangeAt: space.lastChangeAt,
			roles: grants
				.filter((grant) =>
					grant.departmentCode === null
						? grant.regionCode === space.regionCode
						: grant.departmentCode === space.departmentCode,
				)
				.map(({ role, organisationName, regionCode }) => ({
					role,
					organisationName,
					isRegional: regionCode !== null,
				})),
		})),
		regions: await answer(listOwnRegions(locals.context)),
		pastMandates: only === undefined ? await answer(listOwnMandates(locals.context)) : [],
	};
};
