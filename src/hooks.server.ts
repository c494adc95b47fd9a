import { building } from '$app/environment';
import type { Handle, HandleServerError } from '@sveltejs/kit';
import { isTerrimedError, notFound } from '#lib/errors.ts';
import { malformedPath } from '#lib/server/api/handler.ts';
import { isMalformed, makeAskable } from '#lib/server/context/address.ts';
import { refuseLargeForm } from '#lib/server/context/body-bound.ts';
import { withoutBody } from '#lib/server/context/head.ts';
import { refuseForeignWrite } from '#lib/server/context/origin.ts';
import { faultSentence, reportFault } from '#lib/server/log/fault.ts';
import { readConfiguration } from '#server/config.ts';
import { createRuntime } from '#server/runtime.ts';
import { openRuntime } from '#server/slot.ts';

const runtime = () => openRuntime(() => createRuntime(readConfiguration(process.env)));

export async function init(): Promise<void> {
	if (!building) await runtime();
}

const SECURITY_HEADERS: Record<string, string> = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=()',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
};

export const handle: Handle = async ({ event, resolve }) => {
	const { contextFor, configuration } = await runtime();
	const refused = refuseForeignWrite(event.request, event.url) ?? refuseLargeForm(event.request, event.url);
	if (refused !== null) return refused;
	makeAskable(event);
	const { context, session } = await contextFor({
		// The health page must answer when the database, where sessions are, does not.
		cookieHeader: event.url.pathname === '/sante' ? null : event.request.headers.get('cookie'),
		origin: event.url.origin,
		clientAddress: event.getClientAddress(),
	});
	event.locals.context = context;
	const isUnreadableApi = event.url.pathname.startsWith('/api/') && isMalformed(event.url);
	const answer = isUnreadableApi ? await malformedPath(event) : await resolve(event);
	const response = await withoutBody(event.request, answer);
	for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
	if (configuration.origin?.startsWith('https://') === true) {
		response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
	}
	// What a page shows depends on who asks: no cache but the browser's own, and it asks again.
	if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
	if (session?.renewedCookie) renewSession(response.headers, session.renewedCookie);
	return response;
};

/** Renews the cookie, unless the answer has just given another session or ended this one. */
function renewSession(headers: Headers, cookie: string): void {
	const name = cookie.slice(0, cookie.indexOf('=') + 1);
	if (headers.getSetCookie().some((given) => given.startsWith(name))) return;
	headers.append('set-cookie', cookie);
}

export const handleError: HandleServerError = ({ error, event, status }) => {
	if (isTerrimedError(error)) return { message: error.message, code: error.code };
	// Nobody's fault but that of whoever wrote it: nothing to look for in the log.
	if (status === 400 && isMalformed(event.url)) return { message: notFound().message, code: 'invalid-input' };
	// An address without a page reads like a page that is not open: the data sent with it too.
	if (status === 404) return { message: notFound().message, code: 'not-found' };
	const reference = reportFault(error, status);
	return { message: faultSentence(reference), code: 'unavailable' };
};
