import { redirect } from '@sveltejs/kit';
import { safeNext } from '#lib/accounts/next.rules.ts';
import { refused } from '#lib/server/context/submission.ts';
import type { Actions, PageServerLoad } from './$types';
import { signInWithForm } from './sign-in.ts';

export const load: PageServerLoad = ({ locals, url }) => {
	const next = safeNext(url.searchParams.get('next'));
	if (locals.context.actor.kind === 'account') redirect(303, next);
	return {
		next: next === '/' ? undefined : next,
		passwordChanged: url.searchParams.has('mot-de-passe'),
		demonstration: locals.context.demonstration,
	};
};

export const actions: Actions = {
	default: async (event) => {
		const submission = await signInWithForm(event);
		if (!submission.ok) return refused(submission);
		redirect(303, submission.result);
	},
};
