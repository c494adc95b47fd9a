import { resetRequestInput } from '#lib/accounts/account.input.ts';
import { requestPasswordReset } from '#lib/server/accounts/password-reset.commands.ts';
import { refused, sayWhenToRetry, submit } from '#lib/server/context/submission.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({ demonstration: locals.context.demonstration });

export const actions: Actions = {
	default: async ({ locals, request, setHeaders }) => {
		const submission = await submit(request, resetRequestInput, async ({ email }) => {
			await requestPasswordReset(locals.context, { email });
			return email;
		});
		sayWhenToRetry({ setHeaders }, submission);
		if (!submission.ok) return refused(submission);
		return { sentTo: submission.result };
	},
};
