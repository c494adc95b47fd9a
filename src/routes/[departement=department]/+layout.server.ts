import { authorizeInSpace, listSpaces } from '#lib/server/committee/space.queries.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import type { LayoutServerLoad } from './$types';

/** The frame of a space: open to whoever may read its members, which is everyone who may open anything in it. */
export const load: LayoutServerLoad = async ({ locals, params, url }) => {
	const { accountId, displayName, email, isAdministrator } = requireAccount(locals.context, url);
	const space = await answer(authorizeInSpace(locals.context, 'members.read', params.departement));
	const spaces = await listSpaces(locals.context);
	return { space, spaces, actor: { accountId, displayName, email, isAdministrator } };
};
