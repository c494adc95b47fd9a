import { redirect } from '@sveltejs/kit';
import { newPasswordInput } from '#lib/accounts/account.input.ts';
import { findPasswordReset } from '#lib/server/accounts/account.queries.ts';
import { resetPassword } from '#lib/server/accounts/password-reset.commands.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	// The address is a secret: nothing of this page stays in a cache.
	setHeaders({ 'cache-control': 'no-store' });
	const reset = await findPasswordReset(locals.context, params.token);
	return { email: reset?.email ?? null };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const submission = await submit(request, newPasswordInput, ({ password }) =>
			resetPassword(locals.context, { token: params.token, password }),
		);
		if (!submission.ok) return refused(submission);
		redirect(303, '/connexion?mot-de-passe=change');
	},
};
