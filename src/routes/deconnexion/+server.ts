import { redirect } from '@sveltejs/kit';
import { setSessionCookie } from '#lib/server/context/submission.ts';
import { signOut } from '#lib/server/accounts/session.commands.ts';
import type { RequestHandler } from './$types';

/**
 * Signs out. The browser is told to forget the pages it keeps, so that « Précédent » shows none of them; the
 * copies of documents on the device are deleted by the page, once this has answered (sign-out.ts).
 */
export const POST: RequestHandler = async ({ locals, cookies }) => {
	setSessionCookie(cookies, await signOut(locals.context));
	return new Response(null, {
		status: 303,
		headers: { location: '/connexion', 'clear-site-data': '"cache"', 'cache-control': 'no-store' },
	});
};

/** Reading changes nothing: whoever opens this address goes home. */
export const GET: RequestHandler = () => redirect(303, '/');
