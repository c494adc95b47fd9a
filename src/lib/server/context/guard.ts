import { error, redirect } from '@sveltejs/kit';
import { signInPath } from '#lib/accounts/next.rules.ts';
import { isTerrimedError } from '#lib/errors.ts';
import type { Actor } from '../policies/policy.ts';
import type { Context } from './context.ts';
import type { Submission } from './submission.ts';

export type AccountActor = Extract<Actor, { kind: 'account' }>;

/** The account behind a page's request; somebody who is not signed in is sent to sign in, and comes back. */
export function requireAccount(context: Context, url: URL): AccountActor {
	if (context.actor.kind === 'account') return context.actor;
	redirect(303, signInPath(url.pathname + url.search));
}

/**
 * Awaits a query or command of a page's load and turns our errors into the page's status: without this the
 * framework answers 500 to every error that is not its own.
 */
export async function answer<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (fault) {
		if (isTerrimedError(fault)) error(fault.status, { message: fault.message, code: fault.code });
		throw fault;
	}
}

/**
 * Awaits a submitted form of a page. What one may not do, or what is no longer there, becomes the page that does
 * not exist; the rest goes back to the form.
 */
export async function answerForm<T>(work: Promise<Submission<T>>): Promise<Submission<T>> {
	const submission = await answer(work);
	if (submission.ok || submission.code !== 'not-found') return submission;
	return error(submission.status, { message: submission.refusal.error, code: submission.code });
}
