/** Longest address kept to come back to: a filter in an address is long, a megabyte is an attack. */
const NEXT_MAX_LENGTH = 2_000;

/** Where one goes when there is no place to come back to, or none that can be trusted. */
const HOME = '/';

/** An origin that exists nowhere: whatever resolves elsewhere is not a path of this site. */
const NOWHERE = 'http://terrimed.invalid';

/** Coming back to these would sign one out again, or show the form again. */
const NOT_A_PLACE = /^\/(connexion|deconnexion)(\/|$)/;

/**
 * The place to go to after signing in, from what the address or the form says. Only a path of this site: one
 * slash, then neither a slash nor a backslash, and no control character (browsers drop some of them, which
 * would bring two slashes together). Anything else gives the home page.
 * @returns a path in ASCII, fit for a `Location` header
 */
export function safeNext(text: string | null | undefined): string {
	if (typeof text !== 'string' || text.length > NEXT_MAX_LENGTH) return HOME;
	if (!/^\/(?![/\\])/.test(text) || /[\p{Cc}\\]/u.test(text)) return HOME;
	if (!URL.canParse(text, NOWHERE)) return HOME;
	const url = new URL(text, NOWHERE);
	if (url.origin !== NOWHERE || url.pathname.startsWith('//') || NOT_A_PLACE.test(url.pathname)) return HOME;
	return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page's address that comes back to `path` afterwards. */
export function signInPath(path: string): string {
	const next = safeNext(path);
	return next === HOME ? '/connexion' : `/connexion?next=${encodeURIComponent(next)}`;
}
