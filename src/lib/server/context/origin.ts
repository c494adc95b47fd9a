/** Paths where a program without a browser may post a form: it has no `Origin` to give. */
const PROGRAM_PATHS = new Set(['/connexion', '/deconnexion']);

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a write that another site may have caused: every method but the reading ones, every content type.
 * Browsers send `Origin` with each such request; a request without one is refused too, but on the sign-in
 * paths when nothing in it comes from a browser.
 */
export function refuseForeignWrite(request: Request, url: URL): Response | null {
	if (READING.has(request.method)) return null;
	const origin = request.headers.get('origin');
	if (origin === url.origin) return null;
	const isProgram = origin === null && request.headers.get('sec-fetch-site') === null;
	if (isProgram && PROGRAM_PATHS.has(url.pathname)) return null;
	const problem = {
		type: 'about:blank',
		title: 'Cette demande vient d’un autre site et n’a pas été suivie.',
		status: 403,
		code: 'foreign-origin',
	};
	return new Response(JSON.stringify(problem), {
		status: 403,
		headers: { 'content-type': 'application/problem+json' },
	});
}
