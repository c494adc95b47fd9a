import { redirect, type RequestEvent } from '@sveltejs/kit';
import { newAccountInput, nothingInput, type NewAccountInput } from '#lib/accounts/account.input.ts';
import { deviceWords } from '#lib/accounts/device.rules.ts';
import { acceptInvitation } from '#lib/server/committee/invitation.commands.ts';
import { findOpenInvitation, type OpenInvitation } from '#lib/server/committee/invitation.queries.ts';
import { refused, setSessionCookie, submit } from '#lib/server/context/submission.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	// The address is a secret: nothing of this page stays in a cache.
	setHeaders({ 'cache-control': 'no-store' });
	const { actor } = locals.context;
	const found = await findOpenInvitation(locals.context, params.token);
	if (actor.kind === 'account') {
		const { accountId, email } = actor;
		return { ...asSeenBy(found, accountId), actor: { accountId, email } };
	}
	return { ...asSeenBy(found, null), actor: undefined };
};

/** What its reader may do with it: nothing any more, make an account, sign in, accept, or change accounts first. */
function asSeenBy(found: OpenInvitation | null, readerId: string | null) {
	if (found === null) return { invitation: null, way: 'over' as const };
	const { accountId, ...invitation } = found;
	if (readerId !== null) {
		return { invitation, way: readerId === accountId ? ('join' as const) : ('other-account' as const) };
	}
	return { invitation, way: accountId === null ? ('create' as const) : ('sign-in' as const) };
}

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
		const submission = await submit(event.request, newAccountInput, (values) => accept(event, values));
		if (!submission.ok) return refused(submission);
		redirect(303, submission.result);
	},
	join: async (event) => {
		const submission = await submit(event.request, nothingInput, () => accept(event, null));
		if (!submission.ok) return refused(submission);
		redirect(303, submission.result);
	},
};
