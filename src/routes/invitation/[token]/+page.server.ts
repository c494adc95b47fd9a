import { redirect, type RequestEvent } from '@sveltejs/kit';
import { newAccountInput, nothingInput, type NewAccountInput } from '#lib/accounts/account.input.ts';
import { deviceWords } from '#lib/accounts/device.rules.ts';
import { acceptInvitation } from '#lib/server/committee/invitation.commands.ts';
import { findOpenInvitation } from '#lib/server/committee/invitation.queries.ts';
import { refused, setSessionCookie, submit } from '#lib/server/context/submission.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	// The address is a secret: nothing of this page stays in a cache.
	setHeaders({ 'cache-control': 'no-store' });
	const { actor } = locals.context;
	const found = await findOpenInvitation(locals.context, params.token);
	const signedInAs = actor.kind === 'account' ? actor.email : null;
	if (found === null) return { invitation: null, signedInAs, way: 'over' as const };
	const { accountId, ...invitation } = found;
	if (actor.kind === 'account') {
		const way = actor.accountId === accountId ? ('join' as const) : ('other-account' as const);
		return { invitation, signedInAs, way };
	}
	return { invitation, signedInAs, way: accountId === null ? ('create' as const) : ('sign-in' as const) };
};

type InvitationEvent = RequestEvent<{ token: string }>;

async function accept(event: InvitationEvent, newAccount: NewAccountInput | null): Promise<string> {
	const accepted = await acceptInvitation(event.locals.context, {
		token: event.params.token,
		newAccount,
		device: deviceWords(event.request.headers.get('user-agent')),
	});
	if (accepted.cookie !== null) setSessionCookie(event.cookies, accepted.cookie);
	return accepted.departmentCode === null ? '/' : `/${accepted.departmentCode}`;
}

export const actions: Actions = {
	create: async (event) => {
		const form = await event.request.formData();
		const submission = await submit(form, newAccountInput, (values) => accept(event, values));
		if (!submission.ok) return refused(submission);
		redirect(303, submission.result);
	},
	join: async (event) => {
		const form = await event.request.formData();
		const submission = await submit(form, nothingInput, () => accept(event, null));
		if (!submission.ok) return refused(submission);
		redirect(303, submission.result);
	},
};
