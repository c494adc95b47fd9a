import { redirect } from '@sveltejs/kit';
import {
	changePasswordInput,
	chooseMailsInput,
	nothingInput,
	renameInput,
} from '#lib/accounts/account.input.ts';
import { deviceWords } from '#lib/accounts/device.rules.ts';
import { changePassword, chooseMails, rename } from '#lib/server/accounts/account.commands.ts';
import { getOwnChoices, listOwnSessions } from '#lib/server/accounts/account.queries.ts';
import { endOtherSessions } from '#lib/server/accounts/session.commands.ts';
import { requireAccount } from '#lib/server/context/guard.ts';
import { refused, sayWhenToRetry, setSessionCookie, submit } from '#lib/server/context/submission.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireAccount(locals.context, url);
	const { context } = locals;
	return {
		sessions: await listOwnSessions(context),
		choices: await getOwnChoices(context),
		done: url.searchParams.get('fait') ?? '',
	};
};

export const actions: Actions = {
	nom: async ({ locals, request, url }) => {
		requireAccount(locals.context, url);
		const submission = await submit(request, renameInput, (values) => rename(locals.context, values));
		if (!submission.ok) return refused(submission, 'nom');
		redirect(303, '/compte?fait=nom');
	},
	'mot-de-passe': async ({ locals, request, cookies, url, setHeaders }) => {
		requireAccount(locals.context, url);
		const device = deviceWords(request.headers.get('user-agent'));
		const submission = await submit(request, changePasswordInput, (values) =>
			changePassword(locals.context, { ...values, device }),
		);
		sayWhenToRetry({ setHeaders }, submission);
		if (!submission.ok) return refused(submission, 'mot-de-passe');
		setSessionCookie(cookies, submission.result);
		redirect(303, '/compte?fait=mot-de-passe');
	},
	courriels: async ({ locals, request, url }) => {
		requireAccount(locals.context, url);
		const submission = await submit(request, chooseMailsInput, (values) =>
			chooseMails(locals.context, values),
		);
		if (!submission.ok) return refused(submission, 'courriels');
		redirect(303, '/compte?fait=courriels');
	},
	sessions: async ({ locals, request, url }) => {
		requireAccount(locals.context, url);
		const submission = await submit(request, nothingInput, () => endOtherSessions(locals.context));
		if (!submission.ok) return refused(submission, 'sessions');
		redirect(303, '/compte?fait=sessions');
	},
};
