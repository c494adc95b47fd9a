import { listSpaces } from '#lib/server/committee/space.queries.ts';
import { requireAdministrator } from '#lib/server/committee/administration.queries.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import type { LayoutServerLoad } from './$types';

/** The platform's own frame; whoever does not run it finds no page here. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
	const { accountId, displayName, email } = requireAccount(locals.context, url);
	const [, spaces] = await answer(
		Promise.all([requireAdministrator(locals.context), listSpaces(locals.context)]),
	);
	return { spaces, actor: { accountId, displayName, email } };
};
