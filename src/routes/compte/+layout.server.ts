import { listSpaces } from '#lib/server/committee/space.queries.ts';
import { requireAccount } from '#lib/server/context/guard.ts';
import type { LayoutServerLoad } from './$types';

/** One's own account: open to whoever is signed in, member of a space or not. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
	const { accountId, displayName, email, isAdministrator } = requireAccount(locals.context, url);
	return {
		spaces: await listSpaces(locals.context),
		actor: { accountId, displayName, email, isAdministrator },
	};
};
