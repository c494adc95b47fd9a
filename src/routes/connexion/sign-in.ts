import type { RequestEvent } from '@sveltejs/kit';
import { signInInput } from '#lib/accounts/account.input.ts';
import { deviceWords } from '#lib/accounts/device.rules.ts';
import { safeNext } from '#lib/accounts/next.rules.ts';
import { sayWhenToRetry, setSessionCookie, submit, type Submission } from '#lib/server/context/submission.ts';
import { signIn } from '#lib/server/accounts/session.commands.ts';

/** Signs in with a posted form, for the page and for programs alike. @returns where to go next */
export async function signInWithForm(event: RequestEvent): Promise<Submission<string>> {
	const device = deviceWords(event.request.headers.get('user-agent'));
	const submission = await submit(event.request, signInInput, async ({ email, password, next }) => {
		const cookie = await signIn(event.locals.context, { email, password, device });
		setSessionCookie(event.cookies, cookie);
		return safeNext(next);
	});
	sayWhenToRetry(event, submission);
	return submission;
}
