import type { IncomingMessage } from 'node:http';

/** Whether an `Origin` is that of our own pages, for this request. */
export type IsOwnOrigin = (origin: string, request: IncomingMessage) => boolean;

/**
 * For a websocket or a POST: a browser always sends `Origin` with them; without it, the request is a program's
 * unless it looks like a browser's.
 */
export function isFromOwnPageOrProgram(request: IncomingMessage, isOwnOrigin: IsOwnOrigin): boolean {
	const { origin } = request.headers;
	if (origin !== undefined) return isOwnOrigin(origin, request);
	return request.headers['sec-fetch-site'] === undefined && !looksLikeBrowser(request);
}

/** For a GET, with which a browser sends no `Origin` to its own site: it says so in `Sec-Fetch-Site`, an old one in `Referer`. */
export function isReadByOwnPageOrProgram(request: IncomingMessage, isOwnOrigin: IsOwnOrigin): boolean {
	const { origin, referer } = request.headers;
	if (origin !== undefined) return isOwnOrigin(origin, request);
	const site = request.headers['sec-fetch-site'];
	if (site !== undefined) return site === 'same-origin';
	if (!looksLikeBrowser(request)) return true;
	return referer !== undefined && isOwnOrigin(originOf(referer), request);
}

/** Without configuration, pages are ours when served under the host that the request names. */
export function namesSameHost(origin: string, request: IncomingMessage): boolean {
	const { host } = request.headers;
	return host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

function originOf(address: string): string {
	return URL.canParse(address) ? new URL(address).origin : '';
}

function looksLikeBrowser(request: IncomingMessage): boolean {
	return request.headers['user-agent']?.startsWith('Mozilla/') === true;
}
